import { seriesKeys, type MetricsTable } from './metricsTable';
import type { SeriesKey, SeriesPart } from './messages';
import { SeriesBuckets } from './seriesBuckets';

/** Buckets of a series unless it is told otherwise; a chart is hardly wider in pixels. */
const usualBuckets = 1500;
/** Points that are taken at a time: some milliseconds. */
const mostPoints = 250_000;

/** What the panel is sent of the series. */
export interface SeriesUpdate {
  readonly parts: Readonly<Partial<Record<SeriesKey, SeriesPart>>>;
  readonly latest: Readonly<Partial<Record<SeriesKey, number>>>;
  readonly lines: number;
}

/** All series of a run as the panel draws them, thinned out, smoothed, and sent in parts as they grow. */
export class RunSeries {
  private readonly buckets = new Map<SeriesKey, SeriesBuckets>();
  /** Series that the panel has points of. */
  private readonly shown = new Set<SeriesKey>();
  private generation: number;
  private sentLines = -1;

  /**
   * @param smoothing weight of the past in the moving average, 0 to 0.999.
   * @param mostBuckets of a series; even. Fewer of them where many runs share a chart.
   */
  constructor(
    private readonly table: MetricsTable,
    private smoothing: number,
    private mostBuckets = usualBuckets,
  ) {
    this.generation = table.generation;
  }

  /** Changes the weight of the past in the moving average (0 to 0.999); everything is computed and sent anew. */
  setSmoothing(smoothing: number): void {
    if (smoothing === this.smoothing) return;
    this.smoothing = smoothing;
    this.buckets.clear();
  }

  /** Changes how many buckets a series has at most, an even number; everything is computed and sent anew. */
  setMostBuckets(mostBuckets: number): void {
    if (mostBuckets === this.mostBuckets) return;
    this.mostBuckets = mostBuckets;
    this.buckets.clear();
  }

  /** The next update has everything: the panel has lost what it had. */
  resend(): void {
    for (const buckets of this.buckets.values()) buckets.resend();
    this.shown.clear();
    this.sentLines = -1;
  }

  /** Takes a share of the new points; whether that were all. Call it again, later, until they are. */
  advance(): boolean {
    if (this.generation !== this.table.generation) {
      this.generation = this.table.generation;
      this.buckets.clear();
    }
    let left = mostPoints;
    for (const key of seriesKeys) {
      const series = this.table.series(key);
      if (series.length > 0) left -= this.bucketsOf(key).advance(series, left);
    }
    return left > 0;
  }

  /** What changed since the last update, or null. Call it when `advance` has taken everything. */
  update(): SeriesUpdate | null {
    const { table } = this;
    const axes = { step: table.axis('step'), epoch: table.axis('epoch'), time: table.axis('time') };
    const parts: Partial<Record<SeriesKey, SeriesPart>> = {};
    const latest: Partial<Record<SeriesKey, number>> = {};
    for (const key of seriesKeys) {
      const series = table.series(key);
      const part = this.buckets.get(key)?.part(series, axes) ?? null;
      if (part !== null) parts[key] = part;
      else if (series.length === 0 && this.shown.has(key)) parts[key] = noPoints();
      const value = series.values[series.length - 1];
      if (series.length > 0 && value !== undefined) latest[key] = value;
      if (series.length > 0) this.shown.add(key);
      else this.shown.delete(key);
    }
    if (Object.keys(parts).length === 0 && this.sentLines === table.lines) return null;
    this.sentLines = table.lines;
    return { parts, latest, lines: table.lines };
  }

  private bucketsOf(key: SeriesKey): SeriesBuckets {
    const known = this.buckets.get(key);
    if (known !== undefined) return known;
    const made = new SeriesBuckets(this.mostBuckets, this.smoothing);
    this.buckets.set(key, made);
    return made;
  }
}

function noPoints(): SeriesPart {
  const none = () => new Float64Array(0);
  return { from: 0, step: none(), epoch: none(), time: none(), value: none(), smooth: none() };
}
