import { expect, it } from 'vitest';
import { formatOrdinal } from '../../../webview/format/formatOrdinal';

it('writes ordinals, also of the teens', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(formatOrdinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '102nd',
    '111th',
  ]);
});
