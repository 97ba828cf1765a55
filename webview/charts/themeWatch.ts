import { themePalette, type Palette } from './palette';

/** Colours of the theme that is on now. */
export function currentPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  return themePalette(
    (variable) => style.getPropertyValue(variable).trim(),
    document.body.classList.contains('vscode-high-contrast'),
  );
}

/** Calls `onChange` with the new colours whenever the theme changes. */
export function watchTheme(onChange: (palette: Palette) => void): void {
  const observer = new MutationObserver(() => onChange(currentPalette()));
  // The editor puts its variables on the root and names the kind of theme on the body.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
