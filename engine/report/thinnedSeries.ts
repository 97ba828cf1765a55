/** A point of a curve. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Bucket {
  lowest: Point;
  highest: Point;
}

/**
 * A curve thinned out as it is read: neighbouring points share a bucket, which keeps its lowest and its highest point, so
 * that no spike is lost. When there are too many buckets, every two become one.
 */
export class ThinnedSeries {
  private buckets: Bucket[] = [];
  private perBucket = 1;
  private count = 0;

  /** @param limit most buckets, even; at most twice as many points are kept. */
  constructor(private readonly limit: number) {}

  /** Takes the next point; its x is not to be below that of the last. */
  add(point: Point): void {
    if (this.count++ % this.perBucket !== 0) {
      this.take(point);
      return;
    }
    // All buckets are full here, and so are the merged ones, for the limit is even.
    if (this.buckets.length === this.limit) {
      this.buckets = halved(this.buckets);
      this.perBucket *= 2;
    }
    this.buckets.push({ lowest: point, highest: point });
  }

  /** What is kept, in order. */
  points(): Point[] {
    return this.buckets.flatMap(({ lowest, highest }) => {
      if (lowest === highest) return [lowest];
      return lowest.x <= highest.x ? [lowest, highest] : [highest, lowest];
    });
  }

  private take(point: Point): void {
    const bucket = this.buckets.at(-1);
    if (bucket === undefined) return;
    if (point.y < bucket.lowest.y) bucket.lowest = point;
    // The last of equal ones, so that a flat bucket keeps its two ends.
    if (point.y >= bucket.highest.y) bucket.highest = point;
  }
}

function halved(buckets: readonly Bucket[]): Bucket[] {
  return buckets.flatMap((first, index) => {
    const second = buckets[index + 1];
    if (index % 2 !== 0 || second === undefined) return [];
    return [
      {
        lowest: second.lowest.y < first.lowest.y ? second.lowest : first.lowest,
        highest: second.highest.y >= first.highest.y ? second.highest : first.highest,
      },
    ];
  });
}
