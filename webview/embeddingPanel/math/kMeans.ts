import { selectRows, type Matrix } from './matrix';
import { fairSample, seededRandom } from './seededRandom';

const mostIterations = 60;
/** Rows from which the centres are found; the others are put to the nearest. */
const mostRows = 10_000;

/**
 * Groups rows into `k` clusters (k-means++ and Lloyd's iterations, seeded). Clusters are numbered by size, the largest
 * first, so that a colour means about the same from one step to the next.
 * @returns the cluster of each row.
 */
export function kMeans(matrix: Matrix, k: number, seed: number): Int32Array {
  const sample =
    matrix.count > mostRows ? selectRows(matrix, fairSample(matrix.count, mostRows, seed)) : matrix;
  const centres = firstCentres(sample, Math.min(k, sample.count), seed);
  const groups = new Int32Array(sample.count).fill(-1);
  for (let iteration = 0; iteration < mostIterations && assign(sample, centres, groups); iteration++) {
    moveCentres(sample, groups, centres);
  }
  const all = new Int32Array(matrix.count);
  assign(matrix, centres, all);
  return bySize(all, centres.count);
}

function firstCentres({ data, count, size }: Matrix, k: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const centres = new Float32Array(k * size);
  const squares = new Float64Array(count).fill(Infinity);
  let row = Math.floor(random() * count);
  for (let c = 0; c < k; c++) {
    centres.set(data.subarray(row * size, (row + 1) * size), c * size);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      squares[i] = Math.min(squares[i] ?? 0, squaredDistance(data, i * size, centres, c * size, size));
      sum += squares[i] ?? 0;
    }
    // The next one by chance, the likelier the farther it is from all there are.
    let left = random() * sum;
    row = 0;
    while (row < count - 1 && (left -= squares[row] ?? 0) > 0) row++;
  }
  return { data: centres, count: k, size };
}

/** Puts every row to its nearest centre; returns whether any has moved. */
function assign({ data, count, size }: Matrix, centres: Matrix, groups: Int32Array): boolean {
  let moved = false;
  for (let row = 0; row < count; row++) {
    let [best, least] = [0, Infinity];
    for (let c = 0; c < centres.count; c++) {
      const square = squaredDistance(data, row * size, centres.data, c * size, size);
      if (square < least) [best, least] = [c, square];
    }
    if (groups[row] !== best) moved = true;
    groups[row] = best;
  }
  return moved;
}

function moveCentres({ data, count, size }: Matrix, groups: Int32Array, centres: Matrix): void {
  const sums = new Float64Array(centres.data.length);
  const counts = new Int32Array(centres.count);
  for (let row = 0; row < count; row++) {
    const group = groups[row] ?? 0;
    counts[group] = (counts[group] ?? 0) + 1;
    for (let i = 0; i < size; i++) {
      sums[group * size + i] = (sums[group * size + i] ?? 0) + (data[row * size + i] ?? 0);
    }
  }
  for (let c = 0; c < centres.count; c++) {
    const members = counts[c] ?? 0;
    // A centre that has lost its last row stays where it is.
    if (members === 0) continue;
    for (let i = c * size; i < (c + 1) * size; i++) centres.data[i] = (sums[i] ?? 0) / members;
  }
}

function squaredDistance(
  a: Float32Array,
  fromA: number,
  b: Float32Array,
  fromB: number,
  size: number,
): number {
  let square = 0;
  for (let i = 0; i < size; i++) square += ((a[fromA + i] ?? 0) - (b[fromB + i] ?? 0)) ** 2;
  return square;
}

function bySize(groups: Int32Array, k: number): Int32Array {
  const counts = new Int32Array(k);
  for (const group of groups) counts[group] = (counts[group] ?? 0) + 1;
  const order = Array.from(counts.keys()).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const numbers = new Int32Array(k);
  order.forEach((group, number) => (numbers[group] = number));
  return groups.map((group) => numbers[group] ?? 0);
}
