import { element } from './element';

/** Icons in use, by their names among the codicons. */
export type IconName =
  | 'add'
  | 'beaker'
  | 'book'
  | 'check'
  | 'circle-outline'
  | 'circle-slash'
  | 'clock'
  | 'close'
  | 'color-mode'
  | 'copy'
  | 'debug-continue'
  | 'debug-pause'
  | 'debug-stop'
  | 'diff'
  | 'discard'
  | 'ellipsis'
  | 'error'
  | 'export'
  | 'folder-opened'
  | 'gripper'
  | 'info'
  | 'loading'
  | 'pass'
  | 'play'
  | 'question'
  | 'refresh'
  | 'save'
  | 'save-as'
  | 'star-full'
  | 'sync'
  | 'warning'
  | 'watch';

/** Icons that turn while they are shown, unless the user wants less motion. */
const turning: readonly IconName[] = ['loading'];

/** An icon beside text that says the same. */
export function icon(name: IconName): HTMLElement {
  return element('span', { class: classesOf(name), 'aria-hidden': 'true' });
}

/** Turns an icon into another. */
export function setIcon(node: HTMLElement, name: IconName): void {
  const names = classesOf(name);
  if (node.className !== names) node.className = names;
}

function classesOf(name: IconName): string {
  return `codicon codicon-${name}${turning.includes(name) ? ' codicon-modifier-spin' : ''}`;
}
