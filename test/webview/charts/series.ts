import type { SeriesPart } from '../../../extension/runPanel/messages';

/** A part of a series with a step, a tenth of an epoch and half a second for each point. */
export function seriesPart(
  from: number,
  steps: readonly number[],
  values: readonly number[],
  smooth: readonly number[] = [],
): SeriesPart {
  return {
    from,
    step: Float64Array.from(steps),
    epoch: Float64Array.from(steps, (step) => step / 10),
    time: Float64Array.from(steps, (step) => step / 2),
    value: Float64Array.from(values),
    smooth: Float64Array.from(smooth),
  };
}
