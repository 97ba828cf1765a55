import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../errors';
import { explainFileError } from './fileErrors';

/** What a system call on a data file failed with, as a message for the user. */
function cannotRead(path: string, error: unknown): UserError {
  return new UserError(`${path} ${explainFileError(error).reason}.`);
}

/** Size and time of a data file, as a line of a source's identity. @throws UserError */
export function identityOf(path: string): string {
  try {
    const { size, mtimeMs } = statSync(path);
    return `${basename(path)}\0${String(size)}\0${String(mtimeMs)}`;
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** Size of a data file in bytes. @throws UserError */
export function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    throw cannotRead(path, error);
  }
}

function isGzip(path: string): boolean {
  return path.toLowerCase().endsWith('.gz');
}

/** The content of a file in pieces, decompressed where its name ends in .gz. @throws UserError */
async function* chunks(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    if (!isGzip(path)) {
      yield* file as AsyncIterable<Buffer>;
      return;
    }
    const unzip = createGunzip({ chunkSize: 1 << 20 });
    file.on('error', (error) => unzip.destroy(error));
    yield* file.pipe(unzip) as AsyncIterable<Buffer>;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_')) {
      throw new UserError(`${path} is truncated or not a gzip file: fetch it again.`);
    }
    throw cannotRead(path, error);
  } finally {
    file.destroy();
  }
}

/** The first `length` bytes of a file, or fewer where it is shorter; decompressed where it is gzip. @throws UserError */
export async function readHead(path: string, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let have = 0;
  for await (const piece of chunks(path)) {
    pieces.push(piece);
    have += piece.length;
    if (have >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** The whole content of a small file, decompressed where it is gzip. @throws UserError */
export function readWhole(path: string): Promise<Buffer> {
  return readHead(path, Infinity);
}

/** A file of `count` records of equal size after a header. */
export interface RecordFile {
  readonly path: string;
  readonly headerBytes: number;
  readonly recordBytes: number;
  readonly count: number;
}

/**
 * Reads the records at `positions` (ascending) of a file, each into memory of its own. Plain files are read by
 * position, compressed ones from the start on.
 * @throws UserError where the file ends early.
 */
export async function* readRecords(file: RecordFile, positions: Int32Array): AsyncGenerator<Uint8Array> {
  if (positions.length === 0) return;
  yield* isGzip(file.path) ? recordsOfStream(file, positions) : recordsByPosition(file, positions);
}

function truncated({ path, count }: RecordFile): UserError {
  return new UserError(
    `${path} ends before its ${String(count)} records do: it is truncated, fetch it again.`,
  );
}

function* recordsByPosition(file: RecordFile, positions: Int32Array): Generator<Uint8Array> {
  const descriptor = openFile(file.path);
  try {
    for (const position of positions) {
      const record = new Uint8Array(file.recordBytes);
      const offset = file.headerBytes + position * file.recordBytes;
      if (readSync(descriptor, record, 0, record.length, offset) !== record.length) throw truncated(file);
      yield record;
    }
  } finally {
    closeSync(descriptor);
  }
}

async function* recordsOfStream(file: RecordFile, positions: Int32Array): AsyncGenerator<Uint8Array> {
  let next = 0;
  let record = new Uint8Array(file.recordBytes);
  let start = file.headerBytes + (positions[0] ?? 0) * file.recordBytes;
  let filled = 0;
  /** Offset in the content of the piece at hand. */
  let offset = 0;
  for await (const piece of chunks(file.path)) {
    while (start + filled < offset + piece.length) {
      const from = start + filled - offset;
      const part = piece.subarray(from, from + file.recordBytes - filled);
      record.set(part, filled);
      filled += part.length;
      if (filled < file.recordBytes) break;
      yield record;
      next++;
      if (next === positions.length) return;
      start = file.headerBytes + (positions[next] ?? 0) * file.recordBytes;
      record = new Uint8Array(file.recordBytes);
      filled = 0;
    }
    offset += piece.length;
  }
  throw truncated(file);
}

/** The byte at `offset` within each record of a plain file. @throws UserError */
export function readRecordBytes(file: RecordFile, offset: number): Uint8Array {
  const descriptor = openFile(file.path);
  try {
    const bytes = new Uint8Array(file.count);
    for (let i = 0; i < file.count; i++) {
      const at = file.headerBytes + i * file.recordBytes + offset;
      if (readSync(descriptor, bytes, i, 1, at) !== 1) throw truncated(file);
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw cannotRead(path, error);
  }
}
