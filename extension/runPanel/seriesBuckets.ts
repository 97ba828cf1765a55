import type { LoggedSeries } from './metricsTable';
import type { SeriesPart } from './messages';

/** The three axes, by row of the table. */
export interface Axes {
  readonly step: Float64Array;
  readonly epoch: Float64Array;
  readonly time: Float64Array;
}

/**
 * A series thinned out for drawing, and kept so as it grows. While it is short every point stays. A long one is cut
 * into buckets of `width` points, a power of two that doubles whenever there would be more than `limit` of them; each
 * bucket keeps its lowest and its highest point, so that no spike is lost. The moving average is taken over every
 * point, also those that are not kept.
 */
export class SeriesBuckets {
  private readonly lowest: Uint32Array;
  private readonly highest: Uint32Array;
  private readonly lowestSmooth: Float64Array;
  private readonly highestSmooth: Float64Array;
  private width = 1;
  private count = 0;
  private taken = 0;
  /** The average before it is freed from its start at zero, and the weight that the start still has. */
  private average = 0;
  private startWeight = 1;
  /** Points of the last part that can no longer change, and how many it reached. */
  private settled = 0;
  private sent = 0;
  private fresh = false;

  /**
   * @param limit most buckets; even.
   * @param smoothing weight of the past in the moving average, 0 (none) to below 1.
   */
  constructor(
    private readonly limit: number,
    private readonly smoothing: number,
  ) {
    this.lowest = new Uint32Array(limit);
    this.highest = new Uint32Array(limit);
    this.lowestSmooth = new Float64Array(limit);
    this.highestSmooth = new Float64Array(limit);
  }

  /** Takes up to `most` points that it has not seen; returns how many it took. */
  advance({ values, length }: LoggedSeries, most: number): number {
    const end = Math.min(length, this.taken + most);
    const taken = end - this.taken;
    for (; this.taken < end; this.taken++) this.add(this.taken, values);
    return taken;
  }

  /** What has changed since the last part, or null; the first part is the whole series. */
  part(series: LoggedSeries, axes: Axes): SeriesPart | null {
    if (this.fresh && this.sent === this.taken) return null;
    const each = this.width === 1 ? 1 : 2;
    const from = this.fresh ? this.settled : 0;
    const length = this.points();
    const size = length - from;
    const part = {
      from,
      step: new Float64Array(size),
      epoch: new Float64Array(size),
      time: new Float64Array(size),
      value: new Float64Array(size),
      smooth: new Float64Array(this.smoothing > 0 ? size : 0),
    };
    let at = 0;
    const put = (point: number, smooth: number) => {
      const row = series.rows[point] ?? 0;
      part.step[at] = axes.step[row] ?? 0;
      part.epoch[at] = axes.epoch[row] ?? 0;
      part.time[at] = axes.time[row] ?? 0;
      part.value[at] = series.values[point] ?? 0;
      if (this.smoothing > 0) part.smooth[at] = smooth;
      at++;
    };
    for (let bucket = from / each; bucket < this.count; bucket++) {
      const low = this.lowest[bucket] ?? 0;
      const high = this.highest[bucket] ?? 0;
      const lowSmooth = this.lowestSmooth[bucket] ?? 0;
      const highSmooth = this.highestSmooth[bucket] ?? 0;
      if (low <= high) put(low, lowSmooth);
      if (high !== low) put(high, highSmooth);
      if (low > high) put(low, lowSmooth);
    }
    this.fresh = true;
    this.sent = this.taken;
    this.settled = Math.floor(this.taken / this.width) * each;
    return part;
  }

  /** The next part is the whole series again. */
  resend(): void {
    this.fresh = false;
  }

  /** Points as they would be sent now. Only the last bucket can hold a single one. */
  private points(): number {
    if (this.width === 1 || this.count === 0) return this.count;
    const last = this.count - 1;
    return 2 * last + (this.lowest[last] === this.highest[last] ? 1 : 2);
  }

  private add(point: number, values: Float64Array): void {
    const value = values[point] ?? 0;
    const { smoothing } = this;
    this.average = smoothing * this.average + (1 - smoothing) * value;
    this.startWeight *= smoothing;
    const smooth = this.average / (1 - this.startWeight);
    if (point % this.width === 0) {
      // All buckets are full here, and so are the merged ones, for the limit is even.
      if (this.count === this.limit) this.merge(values);
      const bucket = this.count++;
      this.lowest[bucket] = this.highest[bucket] = point;
      this.lowestSmooth[bucket] = this.highestSmooth[bucket] = smooth;
      return;
    }
    const bucket = this.count - 1;
    if (value < (values[this.lowest[bucket] ?? 0] ?? 0)) {
      this.lowest[bucket] = point;
      this.lowestSmooth[bucket] = smooth;
    }
    // The last of equal ones, so that a flat bucket keeps its two ends.
    if (value >= (values[this.highest[bucket] ?? 0] ?? 0)) {
      this.highest[bucket] = point;
      this.highestSmooth[bucket] = smooth;
    }
  }

  /** Makes one bucket of every two. */
  private merge(values: Float64Array): void {
    this.count /= 2;
    this.width *= 2;
    this.fresh = false;
    for (let bucket = 0; bucket < this.count; bucket++) {
      const low = keeps(values, this.lowest, 2 * bucket, (first, second) => first <= second);
      this.lowest[bucket] = this.lowest[low] ?? 0;
      this.lowestSmooth[bucket] = this.lowestSmooth[low] ?? 0;
      const high = keeps(values, this.highest, 2 * bucket, (first, second) => first > second);
      this.highest[bucket] = this.highest[high] ?? 0;
      this.highestSmooth[bucket] = this.highestSmooth[high] ?? 0;
    }
  }
}

/** Which of the buckets `bucket` and its next one goes on: the first where `first(a, b)` holds. */
function keeps(
  values: Float64Array,
  points: Uint32Array,
  bucket: number,
  first: (a: number, b: number) => boolean,
): number {
  const a = values[points[bucket] ?? 0] ?? 0;
  const b = values[points[bucket + 1] ?? 0] ?? 0;
  return first(a, b) ? bucket : bucket + 1;
}
