import type { ChartSettings, SeriesPart } from '../../extension/runPanel/messages';

/** What the x axis shows. */
export type XAxis = ChartSettings['xAxis'];

/** All points of a metric; the arrays are of one length, but for `smooth`, which may be empty. */
export type Series = Omit<SeriesPart, 'from'>;

/** The points of every line, put together from the parts that arrive. */
export class SeriesStore {
  private readonly series = new Map<string, Series>();

  get(key: string): Series | undefined {
    return this.series.get(key);
  }

  /** Forgets the points of every line that is not `wanted`. */
  keepOnly(wanted: (key: string) => boolean): void {
    for (const key of [...this.series.keys()]) if (!wanted(key)) this.series.delete(key);
  }

  /** Takes a part in and returns the index from which the series has changed. */
  merge(key: string, part: SeriesPart): number {
    const old = this.series.get(key);
    const from = Math.min(part.from, old?.value.length ?? 0);
    if (old === undefined || from === 0) {
      this.series.set(key, part);
      return 0;
    }
    this.series.set(key, {
      step: joined(old.step, from, part.step),
      epoch: joined(old.epoch, from, part.epoch),
      time: joined(old.time, from, part.time),
      value: joined(old.value, from, part.value),
      // Smoothing switched on or off in between: what is there cannot be joined.
      smooth: part.smooth.length === part.value.length ? joined(old.smooth, from, part.smooth) : part.smooth,
    });
    return from;
  }

  /** The largest x of all metrics; 0 where there is no point yet. */
  end(axis: XAxis): number {
    let end = 0;
    for (const series of this.series.values()) end = Math.max(end, series[axis].at(-1) ?? 0);
    return end;
  }
}

function joined(head: Float64Array, from: number, tail: Float64Array): Float64Array {
  const whole = new Float64Array(from + tail.length);
  whole.set(head.subarray(0, from));
  whole.set(tail, from);
  return whole;
}
