import { expect, test } from 'vitest';
import { npyBytes } from '../../../engine/runs/npy';

test('a matrix is written byte for byte as NumPy writes it', () => {
  const bytes = npyBytes(Float32Array.of(1, 2.5, -3, 4, 5, 6e-3), 2, 3);
  // numpy.save of numpy.array([[1, 2.5, -3], [4, 5, 6e-3]], dtype='<f4'), NumPy 1.24.
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117) + '\n';
  const expected = Buffer.concat([
    Buffer.from('934e554d505901007600', 'hex'),
    Buffer.from(header, 'latin1'),
    Buffer.from('0000803f00002040000040c0000080400000a040a69bc43b', 'hex'),
  ]);
  expect(Buffer.from(bytes).toString('hex')).toBe(expected.toString('hex'));
});
