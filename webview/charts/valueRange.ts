import type { AxisSpec } from './chartSpec';
import type { PlotPoint } from './plotLine';
import { linearRange, logRange, type AxisRange } from './ticks';

/**
 * The y axis that shows `lists` of points whole.
 * @param count about how many ticks there is room for
 */
export function valueRange(
  spec: AxisSpec,
  lists: readonly (readonly PlotPoint[])[],
  logarithmic: boolean,
  count: number,
): AxisRange {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (const { y: value } of list) {
      if (logarithmic ? value <= 0 : Number.isNaN(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (logarithmic) return low <= high ? logRange(low, high, count) : logRange(0.1, 1, count);
  if (low > high) [low, high] = [spec.low ?? spec.lowest ?? 0, spec.high ?? spec.highest ?? 1];
  const range = linearRange(Math.min(low, spec.low ?? low), Math.max(high, spec.high ?? high), count);
  return {
    ...range,
    min: Math.max(range.min, spec.lowest ?? -Infinity),
    max: Math.min(range.max, spec.highest ?? Infinity),
  };
}
