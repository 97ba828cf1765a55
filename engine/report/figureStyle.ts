/**
 * Colours of the figures on light and on dark ground, as on the panels. Those of classes are Okabe and Ito's, which people
 * with any kind of colour vision tell apart; the last two are darker on white and lighter on black.
 */
const light = {
  ink: '#1f1f1f',
  faint: '#616161',
  grid: '#e4e4e4',
  h: '#1a6fd4',
  z: '#b86e0b',
  knn: '#652d90',
  loss: '#388a34',
  plain: '#3b3b3b',
  classes: ['#0072b2', '#d18f00', '#009e73', '#c4659f', '#d55e00', '#3ba3dc', '#94673c', '#a69a1d'],
};
const dark: typeof light = {
  ink: '#e6e6e6',
  faint: '#a8a8a8',
  grid: '#3a3a3a',
  h: '#5aa7f5',
  z: '#e09a3e',
  knn: '#b98ae0',
  loss: '#6cbf67',
  plain: '#d0d0d0',
  classes: ['#3b9ad8', '#e69f00', '#1cb78a', '#d98cb7', '#f0782a', '#7cc6f0', '#b98d63', '#cfc24a'],
};

/** Colours of classes; from the next one on they come again with another shape. */
export const classHues = light.classes.length;

const rules = [
  '.fig{font:11px system-ui,"Segoe UI",Helvetica,Arial,sans-serif;fill:var(--ink)}',
  '.fig .title{font-weight:600}.fig .note{fill:var(--faint)}',
  '.fig .grid{stroke:var(--grid);fill:none}',
  '.fig .line{fill:none;stroke-width:1.6;stroke-linejoin:round}',
  '.fig .reference{stroke:var(--faint);stroke-width:1.2;fill:none}',
  '.fig .points{fill:none;stroke-width:3.6;opacity:.8}',
  ...(['h', 'z', 'knn', 'loss', 'plain', 'faint'] as const).map(
    (role) => `.fig .s-${role}{stroke:var(--${role})}`,
  ),
  ...light.classes.map(
    (_, index) => `.fig .s-c${index}{stroke:var(--c${index})}.fig .f-c${index}{fill:var(--c${index})}`,
  ),
  '.fig .inverse{fill:#fff}.fig .empty{fill:none;stroke:var(--grid);stroke-dasharray:2 2}',
].join('\n');

/**
 * Style sheet of every figure: in the page, or within a figure that stands alone. Its colours follow the reader's, and on
 * paper they are dark on white.
 */
export const figureStyle = [
  `:root{${variables(light)}}`,
  `@media screen and (prefers-color-scheme:dark){:root{${variables(dark)}}}`,
  rules,
].join('\n');

/** The same with the colours of light ground written out, for what draws SVG without knowing variables. */
export const figureStyleOnWhite = Object.entries(named(light)).reduce(
  (style, [name, color]) => style.replaceAll(`var(--${name})`, color),
  rules,
);

function variables(colors: typeof light): string {
  return Object.entries(named(colors))
    .map(([name, color]) => `--${name}:${color}`)
    .join(';');
}

function named({ classes, ...colors }: typeof light): Readonly<Record<string, string>> {
  return { ...colors, ...Object.fromEntries(classes.map((color, index) => [`c${index}`, color])) };
}
