import { expect, test } from 'vitest';
import { formatSpread } from '../../../webview/studyPanel/formatMeasure';

test.each([
  [53.14, 0.44, 'percent', '53.1 ± 0.4'],
  [-2.5, null, 'percent', '−2.5'],
  [4.101, 0.0324, 'number', '4.10 ± 0.03'],
  [12.34, 1.27, 'number', '12.3 ± 1.3'],
  [0.0002, 0.00001, 'number', '2e−4 ± 1e−5'],
  [1234.4, 12.2, 'number', '1,234 ± 12.2'],
] as const)('%d ± %d as %s is %s', (mean, deviation, unit, text) => {
  expect(formatSpread({ mean, deviation, count: 3 }, unit)).toBe(text);
});
