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
  const header = npyHeader(rows, columns);
  const numbers = littleEndian(data);
  const bytes = new Uint8Array(header.length + numbers.length);
  bytes.set(header);
  bytes.set(numbers, header.length);
  return bytes;
}

/**
 * What stands before the numbers of such a file.
 * @param mostRows rows that there is room to write in its place later; those that there are unless given.
 */
export function npyHeader(rows: number, columns: number, mostRows = rows): Uint8Array {
  const fields = (count: number) =>
    `{'descr': '<f4', 'fortran_order': False, 'shape': (${count}, ${columns}), }`;
  const length = Math.ceil((prefix + fields(mostRows).length + 1) / alignment) * alignment - prefix;
  const text = new TextEncoder().encode(`${fields(rows).padEnd(length - 1)}\n`);
  return Uint8Array.from([...magic, 1, 0, length & 0xff, length >> 8, ...text]);
}

/** Numbers as such a file holds them. */
export function littleEndian(data: Float32Array): Uint8Array {
  const bytes = new Uint8Array(4 * data.length);
  const view = new DataView(bytes.buffer);
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
  const { rows, columns, start } = readNpyHeader(bytes, path);
  const body = bytes.subarray(start);
  if (body.length !== 4 * rows * columns) {
    throw new UserError(
      `${path} is cut off: it has ${body.length} bytes for ${rows} × ${columns} numbers; compute the embeddings again`,
    );
  }
  // A copy: it begins at a multiple of four, and its memory can be handed on.
  const copy = new Uint8Array(body);
  return { data: new Float32Array(copy.buffer), rows, columns };
}

/**
 * Shape of a matrix in such a file, and where its numbers start.
 * @param bytes of the file, from its beginning to the first number at least.
 * @throws UserError when it is no such file.
 */
export function readNpyHeader(
  bytes: Uint8Array,
  path: string,
): { readonly rows: number; readonly columns: number; readonly start: number } {
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
  return { rows: Number(shape[1]), columns: Number(shape[2]), start: start + length };
}
