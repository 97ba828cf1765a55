import { metricKeys, type MetricKey } from '../runs/metricsLine';
import { streamMetrics } from '../runs/streamMetrics';
import { ThinnedSeries, type Point } from './thinnedSeries';

/** Buckets of a curve: about one for each pixel of a drawing. */
const buckets = 300;

/** Points of each metric over epochs, thinned out, with the first and the last value as logged. */
export type Curves = ReadonlyMap<MetricKey, Curve>;
export interface Curve {
  readonly points: readonly Point[];
  readonly first: number;
  readonly last: number;
}

/**
 * Reads the curves of the `metrics.jsonl` at `path`, of any length; a metric that was never logged has none.
 * @throws the signal's reason when it aborts.
 */
export async function readCurves(path: string, signal?: AbortSignal): Promise<Curves> {
  const found = new Map<MetricKey, { series: ThinnedSeries; first: number; last: number }>();
  for await (const line of streamMetrics(path)) {
    signal?.throwIfAborted();
    for (const key of metricKeys) {
      const y = line[key];
      if (y === undefined) continue;
      const curve = found.get(key) ?? { series: new ThinnedSeries(buckets), first: y, last: y };
      found.set(key, curve);
      curve.series.add({ x: line.epoch, y });
      curve.last = y;
    }
  }
  return new Map(
    [...found].map(([key, { series, first, last }]) => [key, { points: series.points(), first, last }]),
  );
}
