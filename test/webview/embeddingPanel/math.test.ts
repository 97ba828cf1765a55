import { describe, expect, it, test } from 'vitest';
import { alignPoints, bestOrthogonal, evenSpread } from '../../../webview/embeddingPanel/math/alignPoints';
import { insidePolygon } from '../../../webview/embeddingPanel/math/insidePolygon';
import { kMeans } from '../../../webview/embeddingPanel/math/kMeans';
import { inverseLengths, type Matrix } from '../../../webview/embeddingPanel/math/matrix';
import { nearestRows } from '../../../webview/embeddingPanel/math/nearestRows';
import { principalComponents } from '../../../webview/embeddingPanel/math/principalComponents';
import { fairSample, seededRandom } from '../../../webview/embeddingPanel/math/seededRandom';
import { umapLayout } from '../../../webview/embeddingPanel/math/umapLayout';
import vectors from '../../vectors/embeddings.json';

const matrixOf = (data: readonly number[], count: number, size: number): Matrix => ({
  data: Float32Array.from(data),
  count,
  size,
});

/** Points around `k` corners of a space of `size` dimensions, in turn. */
function blobs(count: number, size: number, k: number, spread: number): Matrix {
  const random = seededRandom(3);
  const data = Array.from({ length: count * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return (row % k === column ? 4 : 0) + spread * (random() - 0.5);
  });
  return matrixOf(data, count, size);
}

describe('principal components', () => {
  it.each(vectors.principal)("are NumPy's, up to the sign, of $count rows of $size", (vector) => {
    const { count, size } = vector;
    const { coordinates, shares } = principalComponents(matrixOf(vector.data, count, size), 2);
    shares.forEach((share, c) => expect(share).toBeCloseTo(vector.shares[c] ?? 0, 6));
    for (const c of [0, 1]) {
      const ours = Array.from({ length: count }, (_, row) => coordinates.data[2 * row + c] ?? 0);
      const theirs = Array.from({ length: count }, (_, row) => vector.coordinates[2 * row + c] ?? 0);
      const sign = Math.sign(ours.reduce((sum, value, row) => sum + value * (theirs[row] ?? 0), 0));
      const largest = Math.max(...theirs.map(Math.abs));
      ours.forEach((value, row) => {
        expect(Math.abs(sign * value - (theirs[row] ?? 0))).toBeLessThan(1e-3 * largest);
      });
    }
  });

  it('of many rows and columns begin with some of the rows and end the same', () => {
    // A plane in 600 dimensions with noise: both paths must find it.
    const random = seededRandom(9);
    const [count, size] = [4100, 600];
    const points = Array.from({ length: count }, () => [6 * (random() - 0.5), 3 * (random() - 0.5)]);
    const axes = [0, 1].map((c) => Array.from({ length: size }, (_, i) => Math.cos(i * (c + 1) * 0.7 + c)));
    const data = new Float32Array(count * size);
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < size; i++) {
        const [x = 0, y = 0] = points[row] ?? [];
        data[row * size + i] = x * (axes[0]?.[i] ?? 0) + y * (axes[1]?.[i] ?? 0) + 0.05 * random();
      }
    }
    const { shares } = principalComponents({ data, count, size }, 2);
    // Uniform over 6 and 3: variances of 4 : 1, and next to nothing left.
    expect((shares[0] ?? 0) / (shares[1] ?? 1)).toBeGreaterThan(3.7);
    expect((shares[0] ?? 0) / (shares[1] ?? 1)).toBeLessThan(4.3);
    expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBeGreaterThan(0.99);
  });

  it('of rows that are all the same, or of one column, are numbers', () => {
    const same = principalComponents(matrixOf(new Array<number>(30).fill(2), 10, 3), 2);
    for (const value of same.coordinates.data) expect(value).toBeCloseTo(0, 9);
    expect(same.shares).toEqual([0, 0]);
    const line = principalComponents(matrixOf([1, 2, 4], 3, 1), 2);
    expect([...line.coordinates.data].map((value) => Number(value.toFixed(4)))).toEqual([
      -1.3333, 0, -0.3333, 0, 1.6667, 0,
    ]);
  });
});

describe('the alignment of two steps', () => {
  test.each(vectors.procrustes)("is NumPy's orthogonal Procrustes", ({ points, target, matrix }) => {
    const ids = Array.from({ length: 40 }, (_, i) => `test/${i}`);
    const centred = (values: readonly number[]) => {
      const mean = [0, 1].map((c) =>
        values.reduce((sum, value, i) => sum + (i % 2 === c ? value / 40 : 0), 0),
      );
      return values.map((value, i) => value - (mean[i % 2] ?? 0));
    };
    const [a, b] = [centred(points), centred(target)];
    const product = (p: number, q: number) =>
      Array.from({ length: 40 }, (_, i) => (a[2 * i + p] ?? 0) * (b[2 * i + q] ?? 0)).reduce((x, y) => x + y);
    const found = bestOrthogonal(product(0, 0), product(0, 1), product(1, 0), product(1, 1));
    found.forEach((value, i) => expect(value).toBeCloseTo(matrix[i] ?? 0, 6));

    // Partners in another order, and one more point on either side.
    const order = ids.map((_, i) => (i * 7) % 40);
    const aligned = alignPoints(
      { points: evenSpread(Float32Array.from([...points, 4, -2])), ids: [...ids, 'new'] },
      {
        points: evenSpread(
          Float32Array.from(order.flatMap((i) => [target[2 * i] ?? 0, target[2 * i + 1] ?? 0])),
        ),
        ids: order.map((i) => ids[i] ?? ''),
      },
    );
    const wanted = evenSpread(Float32Array.from(target));
    let distance = 0;
    for (let i = 0; i < 80; i++) distance += Math.abs((aligned[i] ?? 0) - (wanted[i] ?? 0)) / 80;
    expect(distance).toBeLessThan(0.15);
  });

  it('leaves points as they are where there is nothing to go by', () => {
    const points = Float32Array.of(1, 2, -1, -2);
    const other = { points: Float32Array.of(5, 5), ids: ['x'] };
    expect(alignPoints({ points, ids: ['a', 'b'] }, other)).toEqual(points);
  });

  it('spreads every step alike', () => {
    const even = evenSpread(Float32Array.of(10, 0, 14, 0, 10, 4, 14, 4));
    expect([...even]).toEqual([-1, -1, 1, -1, -1, 1, 1, 1]);
    expect([...evenSpread(Float32Array.of(3, 3, 3, 3))]).toEqual([0, 0, 0, 0]);
  });
});

test('nearest neighbours are those of NumPy by cosine', () => {
  const { count, size, data, nearest, similarity } = vectors.neighbours;
  const matrix = matrixOf(data, count, size);
  const inverse = inverseLengths(matrix);
  nearest.forEach((expected, row) => {
    const found = nearestRows(matrix, inverse, row, 5);
    expect([...found.rows]).toEqual(expected);
    found.similarities.forEach((value, i) => expect(value).toBeCloseTo(similarity[row]?.[i] ?? 0, 5));
  });
  expect(nearestRows(matrixOf([1, 2], 2, 1), Float32Array.of(1, 0.5), 0, 9).rows).toEqual(Int32Array.of(1));
});

test('k-means finds groups that are apart, the same with the same seed, the largest first', () => {
  const points = blobs(300, 6, 4, 1);
  const groups = kMeans(points, 4, 7);
  for (let row = 4; row < 300; row++) expect(groups[row]).toBe(groups[row % 4]);
  expect(new Set(groups).size).toBe(4);
  expect(kMeans(points, 4, 7)).toEqual(groups);
  const uneven = matrixOf([0, 9, 0.1, 0.2, 9.1, 0.3], 6, 1);
  expect([...kMeans(uneven, 2, 1)]).toEqual([0, 1, 0, 0, 1, 0]);
  // More clusters than rows.
  expect(new Set(kMeans(matrixOf([1, 2], 2, 1), 5, 1)).size).toBe(2);
});

test('a line around points takes those within, also where it is not convex', () => {
  const points = Float32Array.of(1, 1, 5, 1, 3, 3, 9, 9, 5, 5.5);
  // A "U": (3, 3) is in its gap.
  const polygon = [0, 0, 6, 0, 6, 6, 4, 6, 4, 2, 2, 2, 2, 6, 0, 6];
  expect(insidePolygon(points, polygon)).toEqual([0, 1, 4]);
  expect(insidePolygon(points, [])).toEqual([]);
});

test('a fair sample gives every row the same chance', () => {
  const counts = new Int32Array(20);
  for (let seed = 0; seed < 2000; seed++)
    for (const row of fairSample(20, 5, seed)) counts[row] = (counts[row] ?? 0) + 1;
  // 500 each; four standard deviations are 78.
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(90);
  expect([...fairSample(3, 5, 1)]).toEqual([0, 1, 2]);
});

describe('UMAP', () => {
  const near = (points: Float32Array, a: number, b: number) =>
    Math.hypot(
      (points[2 * a] ?? 0) - (points[2 * b] ?? 0),
      (points[2 * a + 1] ?? 0) - (points[2 * b + 1] ?? 0),
    );

  it('puts groups apart, tells how far it is, and gives the same picture again', () => {
    const points = blobs(150, 6, 3, 1);
    const told: number[] = [];
    const layout = umapLayout(points, 5, (share) => told.push(share));
    let [within, between] = [0, Infinity];
    for (let a = 0; a < 150; a++) {
      for (let b = 0; b < a; b++) {
        if (a % 3 === b % 3) within = Math.max(within, near(layout, a, b));
        else between = Math.min(between, near(layout, a, b));
      }
    }
    expect(within).toBeLessThan(between);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(umapLayout(points, 5, () => undefined)).toEqual(layout);
  });

  it('lays out a handful of rows', () => {
    const layout = umapLayout(blobs(4, 3, 3, 0.1), 1, () => undefined);
    expect(layout).toHaveLength(8);
    expect(layout.every(Number.isFinite)).toBe(true);
  });
});
