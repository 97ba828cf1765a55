import type { Features } from './features';

/** What brings each dimension to mean 0 and variance 1: (value − mean) × scale. */
export interface Standardization {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Mean and inverse standard deviation of each dimension over the rows. A dimension that does not vary, or only by
 * rounding, gets a scale of 0: it can tell nothing, and blown up it would be noise.
 */
export function fitStandardization({ data, count, size }: Features): Standardization {
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < size; j++) mean[j] = (mean[j] ?? 0) + (data[row * size + j] ?? 0) / count;
  }
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < size; j++) {
      const deviation = (data[row * size + j] ?? 0) - (mean[j] ?? 0);
      square[j] = (square[j] ?? 0) + (deviation * deviation) / count;
    }
  }
  const scale = square.map((variance, j) => {
    const deviation = Math.sqrt(variance);
    return deviation > 1e-6 * Math.abs(mean[j] ?? 0) ? 1 / deviation : 0;
  });
  return { mean, scale };
}

/** The features after `standardization`. */
export function standardize({ data, count, size }: Features, standardization: Standardization): Features {
  const { mean, scale } = standardization;
  const result = new Float32Array(count * size);
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < size; j++) {
      const i = row * size + j;
      result[i] = ((data[i] ?? 0) - (mean[j] ?? 0)) * (scale[j] ?? 0);
    }
  }
  return { data: result, count, size };
}
