import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatLoss,
  formatProgress,
  formatRate,
  formatShare,
} from '../../../extension/format/formatNumbers';

test('numbers carry their unit and few digits', () => {
  expect(formatCount(1234567.4)).toBe('1,234,567');
  expect(formatShare(0.612)).toBe('61.2 %');
  expect(formatShare(1)).toBe('100.0 %');
  expect(formatLoss(4.8712)).toBe('4.87');
  expect(formatLoss(0.00123)).toBe('1.23e-3');
  expect(formatLoss(0)).toBe('0.00');
  expect(formatRate(1239.6)).toBe('1,240 views/s');
  expect(formatRate(0.84)).toBe('0.8 views/s');
  expect(formatRate(9.96)).toBe('10 views/s');
  expect(formatBytes(999)).toBe('999 B');
  expect(formatBytes(999_600)).toBe('1 MB');
  expect(formatBytes(3_412_345)).toBe('3.41 MB');
  expect(formatBytes(2.5e12)).toBe('2.5 TB');
});

test('what was not measured is a dash, not NaN', () => {
  for (const value of [null, undefined]) {
    expect([formatShare(value), formatLoss(value), formatRate(value)]).toEqual(['–', '–', '–']);
  }
});

test('progress says 100 % only when all is done', () => {
  expect(formatProgress(0.9999)).toBe('99 %');
  expect(formatProgress(1)).toBe('100 %');
  expect(formatProgress(0.29)).toBe('29 %');
  expect(formatProgress(1.2)).toBe('100 %');
});
