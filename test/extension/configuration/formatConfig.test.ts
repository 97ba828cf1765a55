import { expect, test } from 'vitest';
import { formatConfig } from '../../../extension/configuration/formatConfig';

test('keeps lists of numbers together, and everything as it is', () => {
  const config = {
    name: 'a [\n1\n]',
    scale: [0.08, 1],
    small: [1e-8, -2],
    transforms: [{ ratio: [0.75] }],
    none: [],
  };
  const text = formatConfig(config);
  expect(JSON.parse(text)).toEqual(config);
  expect(text).toContain('"scale": [0.08, 1],\n');
  expect(text).toContain('"small": [1e-8, -2],\n');
  expect(text).toContain('      "ratio": [0.75]\n');
});
