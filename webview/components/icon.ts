import { element } from './element';
import type { IconName } from './iconNames.mjs';

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
