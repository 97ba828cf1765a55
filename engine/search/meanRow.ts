/** With fewer rows than this, what is left of them without their mean says nothing of how alike they are. */
const fewest = 3;

/**
 * The mean of rows that come bit by bit, in float64, which comparisons are made from; zeros where there are fewer than three.
 * Embeddings of images have much in common (before the head above all: after a ReLU no number is negative), so that cosines
 * crowd near 1; measured from their mean they spread out.
 */
export class MeanRow {
  private readonly sums: Float64Array;
  private rows = 0;

  /** @param size numbers of a row. */
  constructor(private readonly size: number) {
    this.sums = new Float64Array(size);
  }

  /** @param data whole rows, row-major. */
  add(data: Float32Array): void {
    for (let start = 0; start < data.length; start += this.size, this.rows++) {
      for (let j = 0; j < this.size; j++) this.sums[j] = (this.sums[j] ?? 0) + (data[start + j] ?? 0);
    }
  }

  /** The mean of all rows so far. */
  mean(): Float64Array {
    const { rows } = this;
    return this.sums.map((sum) => (rows < fewest ? 0 : sum / rows));
  }
}
