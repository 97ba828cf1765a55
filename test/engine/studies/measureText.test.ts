import { expect, it } from 'vitest';
import { spreadText } from '../../../engine/studies/measureText';

it.each([
  [{ mean: 53.149, deviation: 0.36, count: 3 }, 'percent', '53.1 ± 0.4'],
  [{ mean: 100, deviation: 0, count: 2 }, 'percent', '100.0 ± 0.0'],
  // As many decimals as the mean has, not digits.
  [{ mean: 8.3456, deviation: 0.0123, count: 3 }, 'number', '8.35 ± 0.01'],
  [{ mean: 1234.5, deviation: 8.6, count: 3 }, 'number', '1230 ± 9'],
  [{ mean: -0.5, deviation: null, count: 1 }, 'number', '-0.5'],
  [null, 'percent', '–'],
] as const)('a mean and its deviation are written with the same decimals: %o in %s', (spread, unit, text) => {
  expect(spreadText(spread, unit)).toBe(text);
});
