import { formatShare } from '../../extension/format/formatNumbers';
import { element } from '../components/element';

/** One accuracy, 0 to 1. */
export interface SingleBar {
  readonly label: string;
  readonly value: number;
  /** Whether it is the one that the others are compared with. */
  readonly strong?: boolean;
  readonly note?: string;
}

/** A table of accuracies that belong neither to h nor to z, with a bar in each row, chance marked. */
export function singleBars(
  { caption, label, chance }: { caption: string; label: string; chance: number | null },
  rows: readonly SingleBar[],
): HTMLElement {
  const head = (text: string, name: string) => element('th', { scope: 'col', class: name }, text);
  return element(
    'table',
    { class: 'bars' },
    element('caption', { class: 'visually-hidden' }, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        head(label, 'bars-label'),
        element('td', { class: 'bars-space', 'aria-hidden': 'true' }),
        head('top-1', 'bars-number'),
        head('', 'bars-recipe'),
      ),
    ),
    element('tbody', {}, ...rows.map((row) => rowNode(row, chance))),
  );
}

function rowNode({ label, value, strong = false, note = '' }: SingleBar, chance: number | null): HTMLElement {
  const bar = element('div', { class: strong ? 'bar bar-strong' : 'bar bar-plain' });
  bar.style.width = `${100 * Math.max(value, 0.002)}%`;
  const mark = element('div', { class: 'bar-chance' });
  mark.style.left = `${100 * (chance ?? 0)}%`;
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'bars-label', title: label }, label),
    element(
      'td',
      { class: 'bars-space', 'aria-hidden': 'true' },
      element('div', { class: 'bar-pair' }, bar, ...(chance === null ? [] : [mark])),
    ),
    element('td', { class: 'bars-number' }, formatShare(value)),
    element('td', { class: 'bars-recipe' }, note),
  );
}
