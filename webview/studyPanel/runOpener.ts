import { element } from '../components/element';
import { PopupMenu } from '../components/popupMenu';
import type { RunChoice } from './runChoices';

/**
 * Makes a button open the run that it leads to, or a menu of them where they are several.
 * @param title of the menu.
 * @param choices as they are now: how runs stand changes faster than what is drawn.
 * @returns the button in what its menu is put into.
 */
export function runOpener(
  button: HTMLButtonElement,
  title: string,
  choices: () => readonly RunChoice[],
  openRun: (folder: string) => void,
): HTMLElement {
  const there = () => choices().flatMap(({ folder }) => (folder === null ? [] : [folder]));
  const count = there().length;
  if (count === 0) button.setAttribute('aria-disabled', 'true');
  if (count > 1) button.setAttribute('aria-haspopup', 'menu');
  const host = element('span', { class: 'run-opener' }, button);
  const menu = new PopupMenu({
    ...{ node: button, host },
    focus: () => button.focus(),
    onToggle: (open) => button.setAttribute('aria-expanded', String(open)),
  });
  const items = () =>
    choices().map(({ label, folder }) => ({
      label,
      ...(folder === null ? { disabled: 'There is no such run yet.' } : {}),
      onChoose: () => {
        if (folder !== null) openRun(folder);
      },
    }));
  button.addEventListener('click', () => {
    const [only, ...others] = there();
    if (only !== undefined && others.length === 0) openRun(only);
    else if (menu.isOpen) menu.close();
    else if (only !== undefined) menu.open(title, items());
  });
  return host;
}
