import { niceTicks } from '../niceTicks';
import { measureText } from '../../studies/measureText';
import type { FigureSide } from './figureSide';

/** Where a plot lies in its drawing, in units of the drawing. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A vertical axis. */
export interface ValueAxis {
  readonly low: number;
  readonly high: number;
  readonly y: (value: number) => number;
}

/**
 * A vertical axis for the values of a side, with room for their deviations.
 * @param fromZero whether it begins at zero, as bars do.
 */
export function valueAxis({ values }: FigureSide, area: PlotArea, fromZero: boolean): ValueAxis {
  const ends = values.flat().flatMap((found) => {
    if (found === null) return [];
    const { value, deviation } = found;
    return [value - (deviation ?? 0), value + (deviation ?? 0)];
  });
  const [least, most] = ends.length === 0 ? [0, 1] : [Math.min(...ends), Math.max(...ends)];
  const room = Math.max((most - least) * 0.08, Math.abs(most) * 0.01, 1e-6);
  const low = fromZero ? Math.min(0, least) : least - room;
  const high = most + room;
  const scale = (area.bottom - area.top) / (high - low);
  return { low, high, y: (value) => round(area.bottom - (value - low) * scale) };
}

/** Grid lines of the values, with their numbers. */
export function valueGrid(axis: ValueAxis, { left, right }: PlotArea, unit: 'percent' | 'number'): string {
  return niceTicks(axis.low, axis.high, 4)
    .map((tick) => {
      const y = axis.y(tick);
      const text = unit === 'percent' ? `${Number(tick.toPrecision(6))} %` : measureText(tick, unit);
      return `<path class="grid" d="M${left} ${y}H${right}"/><text class="note" x="${left - 6}" y="${y + 4}" text-anchor="end">${text}</text>`;
    })
    .join('');
}

/** A vertical line of the length of two deviations, with ends, about a point. */
export function errorBar(axis: ValueAxis, x: number, value: number, deviation: number): string {
  const [top, bottom] = [axis.y(value + deviation), axis.y(value - deviation)];
  return `<path class="reference" d="M${x - 3} ${top}h6M${x} ${top}V${bottom}M${x - 3} ${bottom}h6"/>`;
}

/** To a tenth of a unit, which no eye tells from more. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
