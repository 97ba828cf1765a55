import { seriesKeys, type MetricsTable } from '../runPanel/metricsTable';
import type { SeriesKey } from '../runPanel/messages';
import type { MetricPoint, MetricSummary } from './messages';

/** Which way a metric gets better. The others, the learning rate for one, have no best. */
const better: Readonly<Partial<Record<SeriesKey, 'lower' | 'higher'>>> = {
  loss: 'lower',
  contrastiveAccuracy: 'higher',
  'probe.h': 'higher',
  'probe.z': 'higher',
  'knn.h': 'higher',
  alignment: 'lower',
  uniformity: 'lower',
  'rank.h': 'higher',
  'rank.z': 'higher',
};

/** The last and the best value of every metric of a run, from every logged line, kept up as lines come. */
export class MetricBests {
  /** Points of each metric that were looked at, and the best of them. */
  private readonly known = new Map<SeriesKey, { taken: number; best: number }>();
  private generation: number;

  constructor(private readonly table: MetricsTable) {
    this.generation = table.generation;
  }

  /** As of now; a metric that was never logged is left out. Of equally good points the first is the best. */
  summaries(): Partial<Record<SeriesKey, MetricSummary>> {
    if (this.generation !== this.table.generation) this.known.clear();
    this.generation = this.table.generation;
    const summaries: Partial<Record<SeriesKey, MetricSummary>> = {};
    for (const key of seriesKeys) {
      const { length } = this.table.series(key);
      if (length === 0) continue;
      const best = better[key] === undefined ? null : this.point(key, this.bestOf(key));
      summaries[key] = { last: this.point(key, length - 1), best };
    }
    return summaries;
  }

  private bestOf(key: SeriesKey): number {
    const { values, length } = this.table.series(key);
    const known = this.known.get(key) ?? { taken: 0, best: 0 };
    const lower = better[key] === 'lower';
    for (; known.taken < length; known.taken++) {
      const [value, best] = [values[known.taken] ?? NaN, values[known.best] ?? NaN];
      if (lower ? value < best : value > best) known.best = known.taken;
    }
    this.known.set(key, known);
    return known.best;
  }

  private point(key: SeriesKey, index: number): MetricPoint {
    const { rows, values } = this.table.series(key);
    const row = rows[index] ?? 0;
    return {
      value: values[index] ?? 0,
      step: this.table.axis('step')[row] ?? 0,
      epoch: this.table.axis('epoch')[row] ?? 0,
      time: this.table.axis('time')[row] ?? 0,
    };
  }
}
