import { element } from '../components/element';
import { classOf, factorText, judgedText } from './describeImage';
import type { StepView } from './stepView';

/** Rows that the table has, at most. */
export const mostRows = 200;

interface Column {
  readonly title: string;
  readonly text: (place: number) => string;
  /** What it is sorted by. */
  readonly value: (place: number) => string | number;
}

/** A table of images, sorted by any of its columns. */
export class SelectedTable {
  readonly node = element('table', { class: 'data-table selected-table' });
  private sortBy = 0;
  private descending = false;
  private view: StepView | null = null;
  private places: readonly number[] = [];

  constructor(private readonly onPoint: (place: number | null) => void) {}

  /** @param places of the images in the step */
  update(view: StepView, places: readonly number[]): void {
    this.view = view;
    this.places = places;
    const columns = columnsOf(view);
    const sorted = columns[Math.min(this.sortBy, columns.length - 1)];
    const order = [...places].sort((a, b) => compare(sorted?.value(a) ?? 0, sorted?.value(b) ?? 0));
    if (this.descending) order.reverse();
    const shown = order.slice(0, mostRows);
    this.node.replaceChildren(
      element('caption', { class: 'visually-hidden' }, 'Selected images'),
      element('thead', {}, element('tr', {}, ...columns.map((column, index) => this.head(column, index)))),
      element('tbody', {}, ...shown.map((place) => this.row(columns, place))),
    );
  }

  private head({ title }: Column, index: number): HTMLElement {
    const isSorted = index === this.sortBy;
    const button = element('button', { type: 'button', class: 'sort' }, title);
    if (isSorted) button.append(element('span', { 'aria-hidden': 'true' }, this.descending ? ' ↓' : ' ↑'));
    button.addEventListener('click', () => {
      this.descending = isSorted && !this.descending;
      this.sortBy = index;
      if (this.view !== null) this.update(this.view, this.places);
      this.node.querySelectorAll<HTMLElement>('.sort')[index]?.focus();
    });
    const sort = isSorted ? (this.descending ? 'descending' : 'ascending') : 'none';
    return element('th', { scope: 'col', 'aria-sort': sort }, button);
  }

  private row(columns: readonly Column[], place: number): HTMLElement {
    const row = element(
      'tr',
      { tabindex: 0 },
      ...columns.map(({ text }, index) =>
        index === 0 ? element('th', { scope: 'row' }, text(place)) : element('td', {}, text(place)),
      ),
    );
    row.addEventListener('pointerenter', () => this.onPoint(place));
    row.addEventListener('focus', () => this.onPoint(place));
    row.addEventListener('pointerleave', () => this.onPoint(null));
    row.addEventListener('blur', () => this.onPoint(null));
    row.addEventListener('keydown', (event) => {
      const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
      if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || !(next instanceof HTMLElement)) return;
      event.preventDefault();
      next.focus();
    });
    return row;
  }
}

function columnsOf(view: StepView): Column[] {
  const { images, judgement } = view;
  const text = (title: string, of: (place: number) => string): Column => ({ title, text: of, value: of });
  return [
    text('image', (place) => images.ids[place] ?? ''),
    ...(images.labels === null ? [] : [text('class', (place) => classOf(view, place) ?? '–')]),
    ...(judgement === null
      ? []
      : [
          text('probe on h', (place) => judgedText(view, 'h', place)),
          text('probe on z', (place) => judgedText(view, 'z', place)),
        ]),
    ...images.factors.map((factor): Column => ({
      title: factor.name,
      text: (place) => factorText(factor, place),
      value: (place) =>
        factor.kind === 'category' ? factorText(factor, place) : (factor.values[place] ?? 0),
    })),
  ];
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
