/** The k largest of a list of similarities, nearest first. */
export class Nearest {
  /** −∞ where fewer than k have been seen. */
  readonly similarity: Float64Array;
  readonly index: Int32Array;
  private threshold = -Infinity;

  constructor(private readonly k: number) {
    this.similarity = new Float64Array(k).fill(-Infinity);
    this.index = new Int32Array(k).fill(-1);
  }

  /** Takes the `count` ≥ k entries of `values` from `start` on, and no others; of equal ones the earlier is nearer. */
  fill(values: Float32Array, start: number, count: number): void {
    this.similarity.fill(-Infinity);
    this.threshold = -Infinity;
    for (let i = 0; i < count; i++) {
      const value = values[start + i] ?? 0;
      if (value > this.threshold) this.insert(value, i);
    }
  }

  /** Takes one more; of equal ones that which came before is nearer. */
  offer(value: number, index: number): void {
    if (value > this.threshold) this.insert(value, index);
  }

  private insert(value: number, place: number): void {
    const { similarity, index, k } = this;
    // Where it belongs: behind all that are at least as near. Binary search keeps a large k cheap.
    let low = 0;
    let high = k - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((similarity[middle] ?? 0) >= value) low = middle + 1;
      else high = middle;
    }
    similarity.copyWithin(low + 1, low, k - 1);
    index.copyWithin(low + 1, low, k - 1);
    similarity[low] = value;
    index[low] = place;
    this.threshold = similarity[k - 1] ?? 0;
  }
}
