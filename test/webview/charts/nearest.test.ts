import { expect, it } from 'vitest';
import { nearestIndex } from '../../../webview/charts/nearest';

it('finds the nearest of rising numbers', () => {
  const values = [0, 1, 4, 9, 16];
  const found = [-5, 0.4, 0.6, 2, 3, 6.5, 7, 100].map((target) => nearestIndex(values, target));
  expect(found).toEqual([0, 0, 1, 1, 2, 2, 3, 4]);
});

it('finds the only one, and none in an empty list', () => {
  expect(nearestIndex([7], 100)).toBe(0);
  expect(nearestIndex([], 1)).toBe(-1);
});
