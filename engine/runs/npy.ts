const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** The data begin at a multiple of this. */
const alignment = 64;
/** Magic, version (two bytes) and the header's length (two bytes). */
const prefix = magic.length + 4;

/**
 * A matrix as a file in NumPy's format, version 1.0 (little-endian float32, rows one after another):
 * `numpy.load` reads it.
 * @param data rows × columns numbers, row-major.
 */
export function npyBytes(data: Float32Array, rows: number, columns: number): Uint8Array {
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const length = Math.ceil((prefix + fields.length + 1) / alignment) * alignment - prefix;
  const header = `${fields.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(prefix + length + 4 * data.length);
  bytes.set([...magic, 1, 0, length & 0xff, length >> 8]);
  bytes.set(new TextEncoder().encode(header), prefix);
  const view = new DataView(bytes.buffer, prefix + length);
  data.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return bytes;
}
