import { expect, test } from 'vitest';
import { npyBytes, readNpy } from '../../../engine/runs/npy';
import vectors from '../../vectors/embeddings.json';

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

test('a matrix of NumPy is read as it was written, and one of ours too', () => {
  const read = readNpy(Buffer.from(vectors.npy.file, 'base64'), 'h.npy');
  expect([read.rows, read.columns]).toEqual(vectors.npy.shape);
  expect([...read.data]).toEqual(vectors.npy.values.map(Math.fround));
  const own = readNpy(npyBytes(read.data, 3, 4), 'h.npy');
  expect(own).toEqual(read);
});

test('other files, other numbers and cut files are refused by name', () => {
  const bytes = Buffer.from(vectors.npy.file, 'base64');
  expect(() => readNpy(Buffer.from('PNG'), 'a/h.npy')).toThrow(/^a\/h\.npy is not a file in NumPy's format/);
  expect(() => readNpy(bytes.subarray(0, -4), 'h.npy')).toThrow('44 bytes for 3 × 4 numbers');
  const doubles = Buffer.from(bytes.toString('latin1').replace('<f4', '<f8'), 'latin1');
  expect(() => readNpy(doubles, 'h.npy')).toThrow('does not hold a matrix of float32');
});
