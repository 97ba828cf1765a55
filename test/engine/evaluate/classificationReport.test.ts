import { expect, test } from 'vitest';
import { classificationReport } from '../../../engine/evaluate/classificationReport';

test('counts right answers, by class and by what they were taken for', () => {
  const scores = Float64Array.of(3, 1, 0, 0, 2, 1, 5, 4, 4.5, 0, 0, 1);
  const report = classificationReport(scores, Int32Array.of(0, 1, 1, 2), 3);
  expect(report.top1).toBe(0.75);
  expect(report.confusion).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 1],
  ]);
  expect(report.perClass).toEqual([1, 0.5, 1]);
  // Five of three classes say nothing.
  expect(report.top5).toBeNull();
});

test('a class is among the first five by its rank, of equals the smaller first', () => {
  const row = (...scores: number[]) => scores;
  const scores = Float64Array.from([
    ...row(9, 8, 7, 6, 5, 4),
    ...row(9, 8, 7, 6, 5, 4),
    ...row(1, 1, 1, 1, 1, 1),
    ...row(1, 1, 1, 1, 1, 1),
  ]);
  const { top5, top1 } = classificationReport(scores, Int32Array.of(4, 5, 4, 5), 6);
  expect(top5).toBe(0.5);
  expect(top1).toBe(0);
});

test('a class without rows has no share', () => {
  const report = classificationReport(Float64Array.of(1, 0, 1, 0), Int32Array.of(0, 0), 2);
  expect(report.perClass).toEqual([1, null]);
});
