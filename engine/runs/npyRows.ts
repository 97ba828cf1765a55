import { open, type FileHandle } from 'node:fs/promises';
import { readNpyHeader } from './npy';

/** The longest header of version 1.0, with what stands before it. */
const longestHead = 10 + 0xffff;

/** Bytes that are read at once, about. */
const blockBytes = 4 * 1024 * 1024;

/** A matrix in NumPy's format whose rows are read a block at a time. */
export class NpyRows {
  private constructor(
    private readonly file: FileHandle,
    private readonly start: number,
    readonly rows: number,
    readonly columns: number,
  ) {}

  /** @throws the operating system's error, or a `UserError` when the file is none of ours; see `readNpyHeader`. */
  static async open(path: string): Promise<NpyRows> {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const head = await readAt(file, 0, Math.min(size, longestHead));
      const { rows, columns, start } = readNpyHeader(head, path);
      if (size !== start + 4 * rows * columns) throw new Error(`${path} is cut off`);
      return new NpyRows(file, start, rows, columns);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The rows in order, so many at once as make a few megabytes. @throws the signal's reason when it aborts. */
  async *blocks(signal: AbortSignal): AsyncGenerator<Float32Array, void, void> {
    const rowBytes = 4 * this.columns;
    const most = Math.max(1, Math.floor(blockBytes / rowBytes));
    for (let row = 0; row < this.rows; row += most) {
      signal.throwIfAborted();
      const count = Math.min(most, this.rows - row);
      const bytes = await readAt(this.file, this.start + row * rowBytes, count * rowBytes);
      const view = new DataView(bytes.buffer);
      yield Float32Array.from({ length: count * this.columns }, (_, i) => view.getFloat32(4 * i, true));
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new Error(`${String(offset + done)} is beyond the end of the file`);
    done += bytesRead;
  }
  return bytes;
}
