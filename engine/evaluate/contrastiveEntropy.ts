import { matMul, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { LossConfig } from '../config/runConfig';
import { normalizeRows, selectRows, type Features } from './features';

/** Views beyond this are compared with all others, but not each asked: the work grows with the square. */
const mostAnchors = 1024;
const tile = 256;

/**
 * Entropy of the contrastive distribution (paper, table 5), in nats: the mean over views of the entropy of the softmax of
 * s / τ over all other views. log(2N − 1) where a view tells none of the others apart, 0 where it sees one alone. Of more
 * than 1024 views so many are asked, evenly spaced. Similarities are those that the loss has, the rest is in float64.
 * @param views 2N rows, two of them or more; s is their cosine similarity or, without `normalize`, their dot product.
 */
export async function contrastiveEntropy(
  views: Features,
  { temperature, normalize }: Pick<LossConfig, 'temperature' | 'normalize'>,
): Promise<number> {
  const compared = normalize ? normalizeRows(views) : views;
  const { data, count, size } = compared;
  const x = tensor2d(data, [count, size]);
  const asked = Math.min(count, mostAnchors);
  const anchors = Array.from({ length: asked }, (_, index) => Math.floor((index * count) / asked));
  let sum = 0;
  for (let start = 0; start < asked; start += tile) {
    const chosen = anchors.slice(start, start + tile);
    const rows = selectRows(compared, chosen).data;
    const product = tidy(() => matMul(tensor2d(rows, [chosen.length, size]), x, false, true));
    const similarities = await product.data();
    product.dispose();
    chosen.forEach((self, index) => {
      const row = similarities.subarray(index * count, (index + 1) * count) as Float32Array;
      sum += entropyWithout(row, self, temperature);
    });
  }
  x.dispose();
  return sum / asked;
}

/** Entropy of the softmax of similarities over τ, but for the one at `self`. */
function entropyWithout(similarities: Float32Array, self: number, temperature: number): number {
  let largest = -Infinity;
  for (let row = 0; row < similarities.length; row++) {
    if (row !== self) largest = Math.max(largest, similarities[row] ?? 0);
  }
  let total = 0;
  let weighted = 0;
  for (let row = 0; row < similarities.length; row++) {
    if (row === self) continue;
    const logit = ((similarities[row] ?? 0) - largest) / temperature;
    const power = Math.exp(logit);
    total += power;
    weighted += power * logit;
  }
  return Math.log(total) - weighted / total;
}
