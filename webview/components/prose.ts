import { element } from './element';

/** Sets a sentence so that no line ends between a number and its unit, or within a range; its text stays as it is. */
export function setProse(node: HTMLElement, text: string): void {
  if (node.textContent === text) return;
  const parts = text.split(/((?:[\d.,]+ → )?[\d.,]+ %)/);
  node.replaceChildren(
    ...parts.map((part, index) => (index % 2 === 1 ? element('span', { class: 'unbroken' }, part) : part)),
  );
}
