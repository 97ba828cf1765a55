import type { Matrix } from './matrix';

/** Mean of each column, and the mean squared distance of the rows from it. */
export interface Spread {
  readonly mean: Float64Array;
  readonly variance: number;
}

export function spreadOf({ data, count, size }: Matrix): Spread {
  const mean = new Float64Array(size);
  for (let row = 0, at = 0; row < count; row++) {
    for (let i = 0; i < size; i++) mean[i] = (mean[i] ?? 0) + (data[at++] ?? 0) / count;
  }
  let variance = 0;
  for (let row = 0, at = 0; row < count; row++) {
    for (let i = 0; i < size; i++) variance += ((data[at++] ?? 0) - (mean[i] ?? 0)) ** 2;
  }
  return { mean, variance: variance / count };
}

/** Multiplies the covariance (divided by the number of rows) with the columns of a [size, columns] array. */
export type CovarianceProduct = (columns: Float64Array, count: number) => Float64Array;

/** For few columns: the covariance is computed once. */
export function formedCovariance({ data, count, size }: Matrix, { mean }: Spread): CovarianceProduct {
  const covariance = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < size; i++) centred[i] = (data[row * size + i] ?? 0) - (mean[i] ?? 0);
    for (let i = 0; i < size; i++) {
      const value = (centred[i] ?? 0) / count;
      if (value === 0) continue;
      const start = i * size;
      for (let j = i; j < size; j++)
        covariance[start + j] = (covariance[start + j] ?? 0) + value * (centred[j] ?? 0);
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) covariance[i * size + j] = covariance[j * size + i] ?? 0;
  }
  return (columns, width) => {
    const product = new Float64Array(size * width);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const value = covariance[i * size + j] ?? 0;
        for (let c = 0; c < width; c++) {
          product[i * width + c] = (product[i * width + c] ?? 0) + value * (columns[j * width + c] ?? 0);
        }
      }
    }
    return product;
  };
}

/** For many columns: each product passes over the rows, twice, and the covariance is never there. */
export function passingCovariance(matrix: Matrix, { mean }: Spread): CovarianceProduct {
  const { data, count, size } = matrix;
  return (columns, width) => {
    const offset = new Float64Array(width);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < width; c++) {
        offset[c] = (offset[c] ?? 0) + (mean[i] ?? 0) * (columns[i * width + c] ?? 0);
      }
    }
    const product = new Float64Array(size * width);
    const image = new Float64Array(width);
    const sum = new Float64Array(width);
    for (let row = 0; row < count; row++) {
      const start = row * size;
      for (let c = 0; c < width; c++) image[c] = -(offset[c] ?? 0);
      for (let i = 0; i < size; i++) {
        const value = data[start + i] ?? 0;
        // After a ReLU most numbers are zero.
        if (value === 0) continue;
        const at = i * width;
        for (let c = 0; c < width; c++) image[c] = (image[c] ?? 0) + value * (columns[at + c] ?? 0);
      }
      for (let c = 0; c < width; c++) {
        image[c] = (image[c] ?? 0) / count;
        sum[c] = (sum[c] ?? 0) + (image[c] ?? 0);
      }
      for (let i = 0; i < size; i++) {
        const value = data[start + i] ?? 0;
        if (value === 0) continue;
        const at = i * width;
        for (let c = 0; c < width; c++) product[at + c] = (product[at + c] ?? 0) + value * (image[c] ?? 0);
      }
    }
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < width; c++) {
        product[i * width + c] = (product[i * width + c] ?? 0) - (mean[i] ?? 0) * (sum[c] ?? 0);
      }
    }
    return product;
  };
}
