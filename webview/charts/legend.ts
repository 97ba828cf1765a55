import { element, setText } from '../components/element';
import type { Unit } from '../format/formatValue';
import type { ChartSpec, Reference, SeriesSpec } from './chartSpec';
import { lineSwatch } from './lineSwatch';
import type { Palette } from './palette';

/** A value of the legend; `raw` is the unsmoothed one where the other is smoothed. */
export interface LegendValue {
  readonly value: string;
  readonly raw: string | null;
}

interface Entry {
  readonly series: SeriesSpec;
  readonly node: HTMLElement;
  readonly swatch: SVGElement;
  readonly value: HTMLElement;
  readonly raw: HTMLElement;
}

/** The lines of a chart with their values; where there are several, each is a button that hides and shows its line. */
export class Legend {
  readonly node = element('div', { class: 'legend' });
  /** What the lines are compared with, in a place of its own. */
  readonly references = element('div', { class: 'legend-references' });
  private readonly entries: readonly Entry[];

  constructor({ series, left, right }: ChartSpec, onToggle: (series: SeriesSpec) => void) {
    this.entries = series.map((each) => {
      const { unit } = each.axis === 'right' && right !== null ? right : left;
      return newEntry(each, unit, series.length === 1 ? null : () => onToggle(each));
    });
    this.node.append(...this.entries.map(({ node }) => node));
  }

  setValue(series: SeriesSpec, { value, raw }: LegendValue): void {
    const entry = this.entries.find((each) => each.series === series);
    if (entry === undefined) return;
    setText(entry.value, value);
    setText(entry.raw, raw ?? '');
    if (entry.raw.parentElement !== null) entry.raw.parentElement.hidden = raw === null;
  }

  setHidden(series: SeriesSpec, hidden: boolean): void {
    const node = this.entries.find((each) => each.series === series)?.node;
    if (node instanceof HTMLButtonElement) node.setAttribute('aria-pressed', String(!hidden));
  }

  setReferences(references: readonly Reference[], format: (value: number) => string, palette: Palette): void {
    this.references.replaceChildren(
      ...references.map(({ label, value, dash }) => {
        const swatch = lineSwatch(dash, null);
        swatch.style.color = palette.line.reference;
        return element('span', { class: 'legend-reference' }, swatch, `${label} ${format(value)}`);
      }),
    );
  }

  setPalette(palette: Palette): void {
    for (const { series, swatch } of this.entries) swatch.style.color = palette.line[series.color];
    for (const swatch of this.references.querySelectorAll('svg')) swatch.style.color = palette.line.reference;
  }
}

function newEntry(series: SeriesSpec, unit: Unit, onPress: (() => void) | null): Entry {
  const swatch = lineSwatch(series.dash, series.marker);
  const value = element('span', { class: `legend-value unit-${unit}` }, '–');
  const raw = element('span');
  const parts = [
    swatch,
    element('span', { class: 'legend-label' }, series.label),
    // Spaces part the words for a screen reader.
    ' ',
    value,
    ' ',
    element(
      'span',
      { class: `legend-raw unit-${unit}`, hidden: true, title: 'before smoothing' },
      element('span', { class: 'visually-hidden' }, 'raw '),
      raw,
    ),
  ];
  if (onPress === null) {
    return { series, node: element('span', { class: 'legend-entry' }, ...parts), swatch, value, raw };
  }
  const title = `Hide or show ${series.label}`;
  const node = element(
    'button',
    { class: 'legend-entry', type: 'button', 'aria-pressed': 'true', title },
    ...parts,
  );
  node.addEventListener('click', onPress);
  return { series, node, swatch, value, raw };
}
