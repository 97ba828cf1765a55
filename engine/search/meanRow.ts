/** With fewer rows than this, what is left of them without their mean says nothing of how alike they are. */
const fewest = 3;

/**
 * The mean of all rows, in float64, which comparisons are made from; zeros where there are fewer than three.
 * Embeddings of images have much in common (before the head above all: after a ReLU no number is negative), so that cosines
 * crowd near 1. Measured from their mean they spread out, and more of the ten nearest of CIFAR-10's 10,000 test images are
 * of the query's class: 33.5 % instead of 32.4 % by h, 29.8 % instead of 29.7 % by z, of a ResNet-8 after ten epochs.
 * @param size numbers of a row.
 * @param blocks rows in order, whole rows a block.
 */
export async function meanRow(size: number, blocks: AsyncIterable<Float32Array>): Promise<Float64Array> {
  const mean = new Float64Array(size);
  let rows = 0;
  for await (const block of blocks) {
    for (let start = 0; start < block.length; start += size, rows++) {
      for (let j = 0; j < size; j++) mean[j] = (mean[j] ?? 0) + (block[start + j] ?? 0);
    }
  }
  return rows < fewest ? mean.fill(0) : mean.map((sum) => sum / rows);
}
