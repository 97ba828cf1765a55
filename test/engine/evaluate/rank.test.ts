import { expect, test } from 'vitest';
import { effectiveRank } from '../../../engine/evaluate/rank';
import { symmetricEigenvalues } from '../../../engine/evaluate/symmetricEigenvalues';
import { allRows, rowRange, toFeatures, vectors } from './vectors';

test('eigenvalues of a symmetric matrix equal LAPACK’s', () => {
  const { side, matrix, eigenvalues } = vectors.symmetric;
  const found = symmetricEigenvalues(Float64Array.from(matrix), side);
  eigenvalues.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 10));
});

test('eigenvalues of diagonal, zero and 1 × 1 matrices', () => {
  expect([...symmetricEigenvalues(Float64Array.from([3, 0, 0, 0, -1, 0, 0, 0, 2]), 3)]).toEqual([-1, 2, 3]);
  expect([...symmetricEigenvalues(new Float64Array(4), 2)]).toEqual([0, 0]);
  expect([...symmetricEigenvalues(Float64Array.of(7), 1)]).toEqual([7]);
});

test('effective rank equals RankMe by a float64 SVD, with more rows than columns and fewer', () => {
  expect(effectiveRank(allRows, 0)).toBeCloseTo(vectors.rank.tall, 5);
  expect(effectiveRank(rowRange(allRows, 0, 10), 0)).toBeCloseTo(vectors.rank.wide, 5);
});

test('effective rank is 1 for one direction, the dimension for orthogonal ones, 1 for nothing at all', () => {
  expect(effectiveRank(toFeatures([1, 2, 2, 4, -3, -6], 2), 0)).toBeCloseTo(1, 3);
  expect(effectiveRank(toFeatures([5, 0, 0, 0, 5, 0, 0, 0, 5], 3), 0)).toBeCloseTo(3, 3);
  expect(effectiveRank(toFeatures([0, 0, 0, 0], 2), 0)).toBe(1);
});

test('wide features are judged by a sample of rows that the seed decides', () => {
  const size = 1030;
  const rows = Float32Array.from({ length: 1100 * size }, (_, i) => (i % size < 2 ? Math.sin(i) : 0));
  const features = { data: rows, count: 1100, size };
  const rank = effectiveRank(features, 3);
  expect(rank).toBeGreaterThan(1.9);
  expect(rank).toBeLessThan(2.1);
  expect(effectiveRank(features, 4)).not.toBe(rank);
});
