import type { FigureData } from '../../extension/studyPanel/messages';
import { linearRange, type AxisRange } from '../charts/ticks';
import type { FigureSide } from './figureSide';

/** The vertical axis of a plot, with room for deviations; that of bars begins at zero. */
export function plotRange({ type }: Pick<FigureData, 'type'>, { values }: FigureSide): AxisRange {
  const ends = values.flat().flatMap((value) => {
    if (value === null) return [];
    const spread = value.deviation ?? 0;
    return [value.mean - spread, value.mean + spread];
  });
  const least = Math.min(...ends);
  const most = Math.max(...ends);
  if (ends.length === 0) return linearRange(0, 1, 4);
  const room = (most - least) * 0.06;
  return type === 'bars'
    ? linearRange(Math.min(0, least), Math.max(0, most) + room, 5)
    : linearRange(least - room, most + room, 5);
}

/** Places along x: numbers, where all of them are, else evenly spaced. */
export function placesOf({ x, scale, type }: Pick<FigureData, 'x' | 'scale' | 'type'>): {
  readonly values: readonly number[];
  readonly scale: 'linear' | 'logarithmic';
} {
  const known = x.flatMap(({ value }) => (value === null ? [] : [value]));
  const numeric = type === 'lines' && known.length === x.length;
  if (!numeric) return { values: x.map((_, index) => index), scale: 'linear' };
  return {
    values: known,
    scale: scale === 'logarithmic' && known.every((value) => value > 0) ? scale : 'linear',
  };
}
