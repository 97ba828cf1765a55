import { expect, test } from 'vitest';
import { classDistances } from '../../../engine/evaluate/classDistances';
import { allRows, toFeatures, vectors } from './vectors';

const labels = Int32Array.from(vectors.labels);

test('are the means over all pairs, looked at one by one', () => {
  const { data, size } = allRows;
  const count = 120;
  const unit = Array.from({ length: count }, (_, row) => {
    const values = Array.from(data.subarray(row * size, (row + 1) * size));
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  });
  const sums = { same: 0, samePairs: 0, other: 0, otherPairs: 0 };
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const square = (unit[a] ?? []).reduce((sum, value, j) => sum + (value - (unit[b]?.[j] ?? 0)) ** 2, 0);
      const kind = labels[a] === labels[b] ? 'same' : 'other';
      sums[kind] += square;
      sums[`${kind}Pairs`]++;
    }
  }
  const rows = { data: data.slice(0, count * size), count, size, labels: labels.slice(0, count) };
  const { intra, inter } = classDistances(rows);
  expect(intra).toBeCloseTo(sums.same / sums.samePairs, 6);
  expect(inter).toBeCloseTo(sums.other / sums.otherPairs, 6);
});

test('say nothing where there is no such pair', () => {
  const two = toFeatures([1, 0, 0, 1], 2);
  expect(classDistances({ ...two, labels: Int32Array.of(0, 1) })).toEqual({ intra: null, inter: 2 });
  expect(classDistances({ ...two, labels: Int32Array.of(1, 1) })).toEqual({ intra: 2, inter: null });
});
