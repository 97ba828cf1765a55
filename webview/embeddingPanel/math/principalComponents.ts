import { formedCovariance, passingCovariance, spreadOf, type CovarianceProduct } from './covariance';
import { selectRows, type Matrix } from './matrix';
import { fairSample, seededRandom } from './seededRandom';
import { symmetricEigen } from './symmetricEigen';

/** Rows seen from their mean along the directions in which they vary most. */
export interface Projection {
  /** Coordinates, a row for each row of the data. */
  readonly coordinates: Matrix;
  /** Share of the variance along each direction, largest first. */
  readonly shares: readonly number[];
}

/** Directions that are followed beside those wanted: they make the iteration converge sooner. */
const beside = 8;
const mostIterations = 100;
/** How far from an eigenvector a direction may be: the length of the residual relative to the largest eigenvalue. */
const tolerance = 1e-4;
/** Rows whose directions are found first where there are many more: the iteration over all begins close to its end. */
const firstRows = 2000;

/**
 * Principal components by subspace iteration on the covariance, which is not formed where there are many columns. An
 * axis points to where its largest weight is positive, so that it does not turn over by chance.
 * @param dimensions coordinates of each row; there are no more than columns.
 */
export function principalComponents(matrix: Matrix, dimensions: number): Projection {
  const spread = spreadOf(matrix);
  const { size } = matrix;
  const wanted = Math.min(dimensions, size);
  const axes = axesOf(matrix, wanted);
  const { directions, values, width } = axes;
  const coordinates = new Float32Array(matrix.count * dimensions);
  for (let c = 0; c < wanted; c++) {
    const weights = orientedColumn(directions, width, c, size);
    let offset = 0;
    for (let i = 0; i < size; i++) offset += (weights[i] ?? 0) * (spread.mean[i] ?? 0);
    for (let row = 0; row < matrix.count; row++) {
      let sum = -offset;
      for (let i = 0; i < size; i++) sum += (weights[i] ?? 0) * (matrix.data[row * size + i] ?? 0);
      coordinates[row * dimensions + c] = sum;
    }
  }
  // Rows that are all the same differ by the rounding of their mean.
  const meanSquare = spread.mean.reduce((sum, value) => sum + value * value, 0);
  const share = (c: number) =>
    spread.variance > 1e-14 * meanSquare ? Math.max(0, values[c] ?? 0) / spread.variance : 0;
  return {
    coordinates: { data: coordinates, count: matrix.count, size: dimensions },
    shares: Array.from({ length: dimensions }, (_, c) => (c < wanted ? share(c) : 0)),
  };
}

interface Axes {
  /** Orthonormal columns, [size, width]. */
  readonly directions: Float64Array;
  readonly width: number;
  readonly values: Float64Array;
}

function axesOf(matrix: Matrix, wanted: number, begin: Axes | null = null): Axes {
  const { count, size } = matrix;
  const width = Math.min(size, wanted + beside);
  // A product with the covariance costs size² once it is there, and some twenty passes over the rows cost as much as
  // forming it does at this size.
  const formed = size <= 48 * width;
  let start = begin;
  if (start === null && !formed && count > 2 * firstRows) {
    start = axesOf(selectRows(matrix, fairSample(count, firstRows, 1)), wanted);
  }
  const spread = spreadOf(matrix);
  const product = formed ? formedCovariance(matrix, spread) : passingCovariance(matrix, spread);
  return iterate(product, start?.directions ?? randomColumns(size, width), size, width, wanted);
}

function iterate(
  product: CovarianceProduct,
  begin: Float64Array,
  size: number,
  width: number,
  wanted: number,
): Axes {
  let directions: Float64Array = begin.slice();
  orthonormalize(directions, size, width);
  for (let iteration = 1; ; iteration++) {
    const image = product(directions, width);
    const { values, vectors } = symmetricEigen(transposedProduct(directions, image, size, width), width);
    // The best directions within what the columns span, and what the covariance makes of them.
    const best = times(directions, vectors, size, width);
    const bestImage = times(image, vectors, size, width);
    const done =
      residual(best, bestImage, values, size, width, wanted) <= tolerance * Math.abs(values[0] ?? 0);
    if (done || iteration === mostIterations) return { directions: best, width, values };
    directions = bestImage;
    orthonormalize(directions, size, width);
  }
}

function randomColumns(size: number, width: number): Float64Array {
  const random = seededRandom(1);
  return Float64Array.from({ length: size * width }, () => random() - 0.5);
}

/** Gram and Schmidt's method, each column twice; a column that is left with nothing becomes zero. */
function orthonormalize(columns: Float64Array, size: number, width: number): void {
  for (let c = 0; c < width; c++) {
    const before = lengthOf(columns, c, size, width);
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < c; other++) {
        let dot = 0;
        for (let at = 0; at < size * width; at += width)
          dot += (columns[at + c] ?? 0) * (columns[at + other] ?? 0);
        for (let at = 0; at < size * width; at += width) {
          columns[at + c] = (columns[at + c] ?? 0) - dot * (columns[at + other] ?? 0);
        }
      }
    }
    const length = lengthOf(columns, c, size, width);
    const scale = length > 1e-12 * before ? 1 / length : 0;
    for (let at = c; at < size * width; at += width) columns[at] = (columns[at] ?? 0) * scale;
  }
}

function lengthOf(columns: Float64Array, c: number, size: number, width: number): number {
  let square = 0;
  for (let at = c; at < size * width; at += width) square += (columns[at] ?? 0) ** 2;
  return Math.sqrt(square);
}

/** aᵀ·b, made symmetric, [width, width]. */
function transposedProduct(a: Float64Array, b: Float64Array, size: number, width: number): Float64Array {
  const product = new Float64Array(width * width);
  for (let row = 0; row < size; row++) {
    for (let i = 0; i < width; i++) {
      const value = (a[row * width + i] ?? 0) / 2;
      for (let j = 0; j < width; j++) {
        const part = value * (b[row * width + j] ?? 0);
        product[i * width + j] = (product[i * width + j] ?? 0) + part;
        product[j * width + i] = (product[j * width + i] ?? 0) + part;
      }
    }
  }
  return product;
}

/** [size, width] · [width, width]. */
function times(columns: Float64Array, square: Float64Array, size: number, width: number): Float64Array {
  const product = new Float64Array(size * width);
  for (let row = 0; row < size; row++) {
    for (let i = 0; i < width; i++) {
      const value = columns[row * width + i] ?? 0;
      for (let j = 0; j < width; j++) {
        product[row * width + j] = (product[row * width + j] ?? 0) + value * (square[i * width + j] ?? 0);
      }
    }
  }
  return product;
}

/** The largest |C·v − λ·v| of the wanted directions. */
function residual(
  directions: Float64Array,
  images: Float64Array,
  values: Float64Array,
  size: number,
  width: number,
  wanted: number,
): number {
  let largest = 0;
  for (let c = 0; c < wanted; c++) {
    let square = 0;
    for (let at = c; at < size * width; at += width) {
      square += ((images[at] ?? 0) - (values[c] ?? 0) * (directions[at] ?? 0)) ** 2;
    }
    largest = Math.max(largest, Math.sqrt(square));
  }
  return largest;
}

function orientedColumn(columns: Float64Array, width: number, c: number, size: number): Float64Array {
  const column = Float64Array.from({ length: size }, (_, i) => columns[i * width + c] ?? 0);
  let largest = 0;
  for (const value of column) if (Math.abs(value) > Math.abs(largest) + 1e-9) largest = value;
  return largest < 0 ? column.map((value) => -value) : column;
}
