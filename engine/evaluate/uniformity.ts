import { matMul, slice, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { normalizeRows, sampleRows, type Features } from './features';

/** Rows beyond this are sampled: the number of pairs grows with the square. */
const mostRows = 2000;
const tile = 256;

/**
 * Uniformity on the hypersphere (Wang and Isola 2020, with t = 2): the logarithm of the mean of exp(−2 ‖x − y‖²) over
 * all pairs of different rows, normalised. 0 where all rows point the same way; about −4 for evenly spread ones in
 * many dimensions. Of more than 2000 rows a seeded sample is taken.
 * @throws Error when there are fewer than two rows.
 */
export async function uniformity(features: Features, seed: number): Promise<number> {
  if (features.count < 2) throw new Error('uniformity needs two rows or more');
  const { data, count, size } = normalizeRows(sampleRows(features, mostRows, seed));
  const x = tensor2d(data, [count, size]);
  const squares = squaredLengths(data, count, size);
  let sum = 0;
  for (let start = 0; start < count; start += tile) {
    const rows = Math.min(tile, count - start);
    const product = tidy(() => matMul(slice(x, [start, 0], [rows, size]), x, false, true));
    const similarities = await product.data();
    product.dispose();
    for (let row = 0; row < rows; row++) {
      const square = squares[start + row] ?? 0;
      for (let j = 0; j < start + row; j++) {
        const distance = square + (squares[j] ?? 0) - 2 * (similarities[row * count + j] ?? 0);
        sum += Math.exp(-2 * distance);
      }
    }
  }
  x.dispose();
  return Math.log((2 * sum) / (count * (count - 1)));
}

/** 1 for each row, but 0 for a row of zeros, which has no direction. */
function squaredLengths(data: Float32Array, count: number, size: number): Uint8Array {
  const squares = new Uint8Array(count);
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) squares[Math.floor(i / size)] = 1;
  return squares;
}
