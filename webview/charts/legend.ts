import { element, setText, svgElement } from '../components/element';
import type { Reference, SeriesSpec } from './chartSpec';
import { markerPath } from './markerPath';
import type { Palette } from './palette';

/** A value of the legend; `raw` is the unsmoothed one where the other is smoothed. */
export interface LegendValue {
  readonly value: string;
  readonly raw: string | null;
}

interface Entry {
  readonly series: SeriesSpec;
  readonly button: HTMLButtonElement;
  readonly swatch: SVGElement;
  readonly value: HTMLElement;
  readonly raw: HTMLElement;
}

/** The lines of a chart with their values; each is a button that hides and shows its line. */
export class Legend {
  readonly node = element('div', { class: 'legend' });
  private readonly entries: readonly Entry[];
  private readonly references = element('span', { class: 'legend-references' });

  constructor(series: readonly SeriesSpec[], onToggle: (series: SeriesSpec) => void) {
    this.entries = series.map((each) => newEntry(each, () => onToggle(each)));
    this.node.append(...this.entries.map(({ button }) => button), this.references);
  }

  setValue(series: SeriesSpec, { value, raw }: LegendValue): void {
    const entry = this.entries.find((each) => each.series === series);
    if (entry === undefined) return;
    setText(entry.value, value);
    setText(entry.raw, raw ?? '');
    entry.raw.hidden = raw === null;
  }

  setHidden(series: SeriesSpec, hidden: boolean): void {
    const entry = this.entries.find((each) => each.series === series);
    entry?.button.setAttribute('aria-pressed', String(!hidden));
  }

  setReferences(references: readonly Reference[], format: (value: number) => string, palette: Palette): void {
    this.references.replaceChildren(
      ...references.map(({ label, value, dash }) => {
        const swatch = newSwatch(dash, null);
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

function newEntry(series: SeriesSpec, onPress: () => void): Entry {
  const swatch = newSwatch(series.dash, series.marker);
  const value = element('span', { class: 'legend-value' }, '–');
  const raw = element('span', { class: 'legend-raw', hidden: true, title: 'before smoothing' });
  const button = element(
    'button',
    { class: 'legend-entry', type: 'button', 'aria-pressed': 'true', title: `Hide or show ${series.label}` },
    swatch,
    element('span', { class: 'legend-label' }, series.label),
    value,
    raw,
  );
  button.addEventListener('click', onPress);
  return { series, button, swatch, value, raw };
}

/** A piece of the line as it is drawn. */
function newSwatch(dash: readonly number[], marker: SeriesSpec['marker']): SVGElement {
  const swatch = svgElement(
    'svg',
    { class: 'swatch', width: 22, height: 10, viewBox: '0 0 22 10', 'aria-hidden': 'true' },
    svgElement('path', {
      d: 'M0 5H22',
      stroke: 'currentColor',
      'stroke-width': 2,
      'stroke-dasharray': dash.length === 0 ? undefined : dash.join(' '),
    }),
  );
  if (marker !== null) {
    swatch.append(svgElement('path', { d: markerPath(marker, 11, 5, 3), fill: 'currentColor' }));
  }
  return swatch;
}
