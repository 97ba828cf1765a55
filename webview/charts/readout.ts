import { element, setText } from '../components/element';
import type { SeriesSpec } from './chartSpec';
import { lineSwatch } from './lineSwatch';
import type { Palette } from './palette';

/** A line's value at the cursor. */
export interface Reading {
  readonly series: SeriesSpec;
  /** In words. */
  readonly value: string;
  /** By which the lines are ordered, the highest first. */
  readonly height: number;
}

/** Lines that there is room for. */
const mostLines = 12;

/** The values of many lines at the cursor, beside it: the highest line on top. */
export class Readout {
  readonly node = element('div', { class: 'readout', 'aria-hidden': 'true', hidden: true });

  /**
   * @param left of the cursor, in pixels of the plot
   * @param width of the plot
   * @param nearest key of the line that the pointer is nearest to; it is always among those shown
   */
  show(
    left: number,
    width: number,
    readings: readonly Reading[],
    nearest: string | null,
    palette: Palette,
  ): void {
    const ordered = readings.toSorted((a, b) => b.height - a.height);
    const at = ordered.findIndex(({ series }) => series.key === nearest);
    const first = Math.max(0, Math.min(at - mostLines / 2, ordered.length - mostLines));
    const shown = ordered.slice(first, first + mostLines);
    this.node.replaceChildren(
      ...shown.map(({ series, value }) => {
        const swatch = lineSwatch(series.dash, series.marker);
        swatch.style.color = palette.line[series.color];
        return element(
          'div',
          { class: series.key === nearest ? 'reading nearest' : 'reading' },
          swatch,
          element('span', { class: 'reading-label' }, series.label),
          element('span', { class: 'reading-value' }, value),
        );
      }),
    );
    const more = ordered.length - shown.length;
    if (more > 0) {
      const rest = element('div', { class: 'reading-more' });
      setText(rest, `${more} more`);
      this.node.append(rest);
    }
    this.node.hidden = shown.length === 0;
    const onLeft = left > width / 2;
    this.node.style.left = onLeft ? '' : `${left + 12}px`;
    this.node.style.right = onLeft ? `${width - left + 12}px` : '';
  }

  hide(): void {
    this.node.hidden = true;
  }
}
