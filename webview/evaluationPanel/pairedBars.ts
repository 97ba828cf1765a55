import { formatShare } from '../../extension/format/formatNumbers';
import { element } from '../components/element';

/** What h and z reach on one thing. All shares are 0 to 1; null where nothing was measured. */
export interface BarRow {
  readonly label: string;
  readonly h: number | null;
  readonly z: number | null;
  /** Marked on both bars. */
  readonly chance: number | null;
  /** What is said of the row behind its numbers. */
  readonly note?: string;
}

export interface BarColumns {
  /** What the table is, for a reader of it. */
  readonly caption: string;
  /** Head of the first column, and of the notes where there are some. */
  readonly label: string;
  readonly note?: string;
}

/** A table of accuracies of h and z with a pair of bars in each row, chance marked. */
export function pairedBars(columns: BarColumns, rows: readonly BarRow[]): HTMLElement {
  const { caption, label, note } = columns;
  const withChance = rows.some(({ chance }) => chance !== null);
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
        head('h', 'bars-number of-h'),
        head('z', 'bars-number of-z'),
        ...(withChance ? [head('chance', 'bars-number')] : []),
        ...(note === undefined ? [] : [head(note, 'bars-note')]),
      ),
    ),
    element('tbody', {}, ...rows.map((row) => rowNode(row, withChance, note !== undefined))),
  );
}

function rowNode(
  { label, h, z, chance, note = '' }: BarRow,
  withChance: boolean,
  noted: boolean,
): HTMLElement {
  const number = (share: number | null) => element('td', { class: 'bars-number' }, formatShare(share));
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'bars-label', title: label }, label),
    element(
      'td',
      { class: 'bars-space', 'aria-hidden': 'true' },
      element(
        'div',
        { class: 'bar-pair' },
        bar('h', h),
        bar('z', z),
        ...(chance === null ? [] : [mark(chance)]),
      ),
    ),
    number(h),
    number(z),
    ...(withChance ? [number(chance)] : []),
    ...(noted ? [element('td', { class: 'bars-note' }, note)] : []),
  );
}

function bar(on: 'h' | 'z', share: number | null): HTMLElement {
  const node = element('div', { class: `bar bar-${on}` });
  // A hair's breadth for nothing, so that one sees that there is a bar.
  node.style.width = `${100 * Math.max(share ?? 0, 0.002)}%`;
  return node;
}

function mark(chance: number): HTMLElement {
  const node = element('div', { class: 'bar-chance' });
  node.style.left = `${100 * chance}%`;
  return node;
}
