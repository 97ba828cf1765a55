import { expect, it } from 'vitest';
import { spreadRows } from '../../../webview/charts/spreadRows';

it('takes all of a few', () => {
  expect(spreadRows(5, 100)).toEqual([0, 1, 2, 3, 4]);
  expect(spreadRows(0, 100)).toEqual([]);
});

it('spreads many evenly, with the first and the last among them', () => {
  const rows = spreadRows(3000, 100);
  expect(rows.length).toBeLessThanOrEqual(101);
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.slice(0, 3)).toEqual([0, 50, 100]);
  expect(rows.at(-1)).toBe(2999);
});

it('keeps its rows as the list grows', () => {
  const before = spreadRows(640, 100).slice(0, -1);
  const after = spreadRows(690, 100);
  expect(after.slice(0, before.length)).toEqual(before);
});
