import { formatDuration } from '../../extension/format/formatDuration';
import { linearRange, logRange } from '../charts/ticks';
import { formatTick } from '../format/formatValue';
import type { Column } from './columns';

/** An axis of the scatter plot: where values lie on it, 0 to 1, and its labels. */
export interface ScatterAxis {
  readonly placeOf: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** Share of an axis before its first place and behind its last, so that no point is cut. */
const edge = 0.03;

/** An axis of numbers around `values`, about `count` ticks on it. */
export function numberAxis(
  values: readonly number[],
  unit: Column['unit'],
  logarithmic: boolean,
  count: number,
): ScatterAxis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const range = logarithmic ? logRange(low, high, count) : linearRange(low, high, count);
  const scale = (value: number) => (logarithmic ? Math.log10(value) : value);
  const span = scale(range.max) - scale(range.min) || 1;
  const placeOf = (value: number) => edge + ((scale(value) - scale(range.min)) / span) * (1 - 2 * edge);
  return {
    placeOf,
    ticks: range.ticks.values
      .filter((value) => value >= range.min && value <= range.max)
      .map((value) => ({ at: placeOf(value), label: tickLabel(unit, value, range.ticks.step) })),
  };
}

/** An axis of names, each in the middle of its share. */
export function categoryAxis(categories: readonly string[]): ScatterAxis {
  const placeOf = (index: number) => (index + 0.5) / categories.length;
  return { placeOf, ticks: categories.map((label, index) => ({ at: placeOf(index), label })) };
}

function tickLabel(unit: Column['unit'], value: number, step: number): string {
  if (unit === 'duration') return formatDuration(value);
  return formatTick(unit === 'plain' || unit === 'count' ? 'number' : unit, value, step);
}
