import { UserError } from '../errors';

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
export function npyBytes(data: Float32Array, rows: number, columns: number): Uint8Array<ArrayBuffer> {
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

/** A matrix of a file in NumPy's format: rows × columns numbers, row-major. */
export interface NpyMatrix {
  readonly data: Float32Array<ArrayBuffer>;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Reads a matrix of little-endian float32 in C order, of any version of NumPy's format.
 * @param path of the file, for what is said when it is something else.
 * @throws UserError when it is no such file, or is cut off.
 */
export function readNpy(bytes: Uint8Array, path: string): NpyMatrix {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < prefix || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new UserError(
      `${path} is not a file in NumPy's format: delete it, and compute the embeddings again`,
    );
  }
  // Since version 2 the header's length takes four bytes.
  const wide = (bytes[6] ?? 1) > 1;
  const start = prefix + (wide ? 2 : 0);
  const length = bytes.length < start ? 0 : wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const shape = /'shape': \((\d+), (\d+)\)/.exec(header);
  if (!header.includes("'descr': '<f4'") || !header.includes("'fortran_order': False") || shape === null) {
    throw new UserError(`${path} does not hold a matrix of float32 in rows: compute the embeddings again`);
  }
  const [rows, columns] = [Number(shape[1]), Number(shape[2])];
  const body = bytes.subarray(start + length);
  if (body.length !== 4 * rows * columns) {
    throw new UserError(
      `${path} is cut off: it has ${body.length} bytes for ${rows} × ${columns} numbers; compute the embeddings again`,
    );
  }
  // A copy: it begins at a multiple of four, and its memory can be handed on.
  const copy = new Uint8Array(body);
  return { data: new Float32Array(copy.buffer), rows, columns };
}
