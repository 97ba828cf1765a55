import type { CropColors } from '../../extension/augmentationStudio/messages';
import { element, setText, svgElement } from '../components/element';
import { ViewSheet, type Views } from './viewSheet';
import { commonText } from './words';

/** Of a histogram's drawing, in units of its own. */
const width = 96;
const height = 44;

const crops = ['one crop', 'another of it', 'of another image'];
const channels = ['red', 'green', 'blue'];

/** The colours of three crops, without or with colour distortion. */
export class Histograms {
  readonly node: HTMLElement;
  private readonly columns = crops.map((name) => new CropColumn(name));

  constructor(title: string) {
    this.node = element(
      'figure',
      { class: 'histograms' },
      element('figcaption', {}, title),
      element('div', { class: 'histogram-row' }, ...this.columns.map(({ node }) => node)),
    );
  }

  /** @param views the three crops. */
  show({ counts, same, other }: CropColors, { pixels, side }: Views): void {
    const bytes = side * side * 3;
    const texts = ['', commonText(same), commonText(other)];
    // One scale for all, so that heights can be compared; a single full bin must not flatten the rest.
    const peaks = counts.flatMap((of) => of.map((bins) => Math.max(...bins))).sort((a, b) => a - b);
    const top = Math.max(1, Math.min(peaks.at(-1) ?? 1, 2 * (peaks[Math.floor(peaks.length / 2)] ?? 1)));
    this.columns.forEach((column, crop) => {
      const view = { pixels: pixels.subarray(crop * bytes, (crop + 1) * bytes), side };
      column.show(view, counts[crop] ?? [], top, texts[crop] ?? '');
    });
  }
}

/** A crop, and how often each brightness of each channel occurs in it. */
class CropColumn {
  readonly node: HTMLElement;
  private readonly sheet: ViewSheet;
  private readonly lines = channels.map((name) => svgElement('path', { class: `channel ${name}` }));
  private readonly drawing = svgElement(
    'svg',
    { class: 'histogram', viewBox: `0 0 ${width} ${height}`, role: 'img', preserveAspectRatio: 'none' },
    ...this.lines,
  );
  private readonly text = element('span', { class: 'quiet' });

  constructor(private readonly name: string) {
    this.sheet = new ViewSheet(name, { group: 1, shown: 56 });
    this.node = element(
      'div',
      { class: 'crop' },
      element('div', { class: 'crop-view' }, this.sheet.node),
      this.drawing,
      this.text,
    );
  }

  show(view: Views, counts: readonly (readonly number[])[], top: number, common: string): void {
    this.sheet.show(view);
    this.lines.forEach((line, channel) => line.setAttribute('d', outline(counts[channel] ?? [], top)));
    this.drawing.setAttribute('aria-label', `Colours of ${this.name}: ${describe(counts)}`);
    setText(this.text, common === '' ? this.name : `${this.name}: ${common}`);
  }
}

/** Steps over the bins. */
function outline(bins: readonly number[], top: number): string {
  const step = width / Math.max(1, bins.length);
  const points = bins.map((count, bin) => {
    const y = height - 1 - (Math.min(count, top) / top) * (height - 2);
    return `V${y.toFixed(1)}H${((bin + 1) * step).toFixed(1)}`;
  });
  return `M0 ${height}${points.join('')}V${height}`;
}

/** Mean brightness of each channel, for those who do not see the curves. */
function describe(counts: readonly (readonly number[])[]): string {
  const means = counts.map((bins, channel) => {
    const total = bins.reduce((sum, count) => sum + count, 0);
    const mean = bins.reduce((sum, count, bin) => sum + count * (bin + 0.5), 0) / Math.max(1, total);
    return `mean ${channels[channel] ?? ''} ${Math.round((100 * mean) / Math.max(1, bins.length))} %`;
  });
  return means.join(', ');
}
