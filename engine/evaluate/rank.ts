import { sampleRows, type Features } from './features';
import { symmetricEigenvalues } from './symmetricEigenvalues';

/** Added to each share so that the logarithm of a zero is defined, as in the definition of RankMe. */
const epsilon = 1e-7;

/** The side of the matrix whose eigenvalues are taken: up to here it is a matter of seconds. */
const largestGram = 1024;

/**
 * Effective rank (RankMe; Garrido et al. 2023): the exponential of the entropy of the singular values, divided by
 * their sum, of the features as they are (not centred). Between 1, all rows are multiples of one another, and
 * min(count, size), all directions carry as much.
 *
 * Features of more than 1024 dimensions are judged by a seeded sample of 1024 rows, which bounds the value by 1024.
 */
export function effectiveRank(features: Features, seed: number): number {
  const wide = features.size > largestGram;
  const eigenvalues = gramEigenvalues(wide ? sampleRows(features, largestGram, seed) : features);
  const singular = eigenvalues.map((value) => Math.sqrt(Math.max(0, value)));
  const sum = singular.reduce((total, value) => total + value, 0);
  if (sum === 0) return 1;
  let entropy = 0;
  for (const value of singular) {
    const share = value / sum + epsilon;
    entropy -= share * Math.log(share);
  }
  return Math.exp(entropy);
}

/** Squares of the singular values: eigenvalues of XᵀX or XXᵀ, whichever is smaller, in float64. */
function gramEigenvalues({ data, count, size }: Features): Float64Array {
  const transposed = size < count;
  const side = Math.min(count, size);
  const length = Math.max(count, size);
  const vectors = new Float64Array(side * length);
  for (let i = 0; i < side; i++) {
    for (let k = 0; k < length; k++) {
      vectors[i * length + k] = data[transposed ? k * size + i : i * size + k] ?? 0;
    }
  }
  const gram = new Float64Array(side * side);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j <= i; j++) gram[i * side + j] = dot(vectors, i * length, j * length, length);
  }
  return symmetricEigenvalues(gram, side);
}

/** Inner product of two stretches of `x`; four sums, because a single one waits for each addition in turn. */
function dot(x: Float64Array, a: number, b: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    s0 += (x[a + k] ?? 0) * (x[b + k] ?? 0);
    s1 += (x[a + k + 1] ?? 0) * (x[b + k + 1] ?? 0);
    s2 += (x[a + k + 2] ?? 0) * (x[b + k + 2] ?? 0);
    s3 += (x[a + k + 3] ?? 0) * (x[b + k + 3] ?? 0);
  }
  for (; k < length; k++) s0 += (x[a + k] ?? 0) * (x[b + k] ?? 0);
  return s0 + s1 + (s2 + s3);
}
