import { closeSync, openSync, readSync } from 'node:fs';
import { UserError } from '../errors';
import type { ImageFileInfo } from './dataset';

/** An image as `ImageFile.read` hands it out: `data` begins with height × width × 3 bytes of it. */
export interface ImageView {
  data: Uint8Array;
  height: number;
  width: number;
}

/** Reads decoded images by position. Each thread opens its own; the system's page cache is shared by all. */
export class ImageFile {
  readonly count: number;
  /** Bytes of the largest image: a buffer of this size takes any of them. */
  readonly maxBytes: number;
  private readonly descriptor: number;
  private readonly index: Float64Array;
  private readonly path: string;
  private ownBuffer: Uint8Array | null = null;
  /** Handed out by every read, so that reading allocates nothing. */
  private readonly view: ImageView = { data: new Uint8Array(0), height: 0, width: 0 };

  /** @throws UserError where the cache file has gone. */
  constructor(info: ImageFileInfo) {
    try {
      this.descriptor = openSync(info.path, 'r');
    } catch {
      throw new UserError(
        `The decoded images in ${info.path} have been removed: start again to decode them.`,
      );
    }
    this.path = info.path;
    this.count = info.count;
    this.index = info.index;
    let maxBytes = 0;
    for (let i = 0; i < info.count; i++) maxBytes = Math.max(maxBytes, this.bytes(i));
    this.maxBytes = maxBytes;
  }

  /** Bytes of an image: height × width × 3. */
  bytes(i: number): number {
    return (this.index[3 * i + 1] ?? 0) * (this.index[3 * i + 2] ?? 0) * 3;
  }

  /**
   * Reads image `i` (8-bit RGB, rows top to bottom, channels last) with one system call and no allocation. The
   * returned object, and its memory where `into` is not given, are used again by the next call.
   * @param into memory of at least `bytes(i)`, which the image is written to the start of.
   * @throws UserError where the file has been cut short since it was opened.
   */
  read(i: number, into?: Uint8Array): ImageView {
    if (!(i >= 0 && i < this.count)) {
      throw new RangeError(`image ${String(i)} of ${String(this.count)} does not exist`);
    }
    const data = into ?? (this.ownBuffer ??= new Uint8Array(this.maxBytes));
    const length = this.bytes(i);
    const offset = this.index[3 * i] ?? 0;
    let done = readSync(this.descriptor, data, 0, length, offset);
    while (done < length) {
      const more = readSync(this.descriptor, data, done, length - done, offset + done);
      if (more === 0) {
        throw new UserError(`The decoded images in ${this.path} were changed meanwhile: start again.`);
      }
      done += more;
    }
    this.view.data = data;
    this.view.height = this.index[3 * i + 1] ?? 0;
    this.view.width = this.index[3 * i + 2] ?? 0;
    return this.view;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
