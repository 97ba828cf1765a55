import { expect, test } from 'vitest';
import { formatDuration, formatEstimate } from '../../../extension/format/formatDuration';

test('a duration has two units at most', () => {
  expect(formatDuration(0.4)).toBe('0 s');
  expect(formatDuration(59.6)).toBe('1 min');
  expect(formatDuration(125)).toBe('2 min 5 s');
  expect(formatDuration(3600)).toBe('1 h');
  expect(formatDuration(11_159)).toBe('3 h 5 min');
  expect(formatDuration(183_600)).toBe('2 d 3 h');
});

test('an estimate does not pretend to seconds', () => {
  expect(formatEstimate(3)).toBe('a few seconds');
  expect(formatEstimate(42.4)).toBe('42 s');
  expect(formatEstimate(59.7)).toBe('1 min');
  expect(formatEstimate(125)).toBe('2 min');
  expect(formatEstimate(3590)).toBe('1 h');
  expect(formatEstimate(4870)).toBe('1 h 20 min');
  expect(formatEstimate(183_600)).toBe('2 d 3 h');
});
