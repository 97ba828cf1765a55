import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors';
import { makeFolder } from '../../runs/makeFolder';
import type { RawImage } from '../imageSource';
import { errorCode } from '../readers/fileErrors';
import { blockBytes, magic, type CachedFailure, type CacheHeader } from './cacheFormat';

/** Unfinished files of this age were left by a process that was killed. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/** Turns the error of writing into words for the user; others pass. */
function explainWriteError(folder: string, error: unknown): unknown {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UserError(
        `The disk of ${folder} is full while decoded images are written there: free some space, ` +
          'or choose a smaller data.imageSize or a data.limit.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
    case 'ENAMETOOLONG':
      return new UserError(
        `The folder ${folder} for decoded images cannot be written: choose another folder for runs.`,
      );
    default:
      return error;
  }
}

/** Writes a cache file piece by piece; it takes its name only when it is complete and on the disk. */
export class CacheWriter {
  private readonly block = Buffer.allocUnsafe(blockBytes);
  private filled = 0;
  private written = 0;
  private readonly digests: Buffer[] = [];
  private readonly index: Float64Array;
  private readonly failures: CachedFailure[] = [];

  private constructor(
    private readonly path: string,
    private readonly temporary: string,
    private readonly file: FileHandle,
    listed: number,
  ) {
    this.index = new Float64Array(3 * listed).fill(-1);
  }

  /**
   * Starts the file that will be `path`.
   * @param listed number of images in the listing, stored or not.
   * @throws UserError where the folder cannot be written.
   */
  static async create(path: string, listed: number): Promise<CacheWriter> {
    const folder = dirname(path);
    try {
      makeFolder(folder);
      await removeAbandoned(folder);
      const temporary = `${path}.${String(process.pid)}-${randomBytes(4).toString('hex')}.tmp`;
      return new CacheWriter(path, temporary, await open(temporary, 'wx'), listed);
    } catch (error) {
      throw explainWriteError(folder, error);
    }
  }

  /** Adds the image at a position of the listing. */
  async add(position: number, image: RawImage): Promise<void> {
    this.index.set([this.written + this.filled, image.height, image.width], 3 * position);
    const length = image.height * image.width * 3;
    for (let done = 0; done < length;) {
      const piece = image.data.subarray(done, Math.min(length, done + blockBytes - this.filled));
      this.block.set(piece, this.filled);
      this.filled += piece.length;
      done += piece.length;
      if (this.filled === blockBytes) await this.flush();
    }
  }

  /** Notes that the image at a position cannot be used. */
  fail(failure: CachedFailure): void {
    this.failures.push(failure);
  }

  /** Writes what is left, and gives the file its name. @throws UserError where the disk is full. */
  async finish(fingerprint: string): Promise<void> {
    await this.flush();
    const header: CacheHeader = { fingerprint, pixelBytes: this.written, failures: this.failures };
    const parts = [
      Buffer.concat(this.digests),
      Buffer.from(this.index.buffer),
      Buffer.from(JSON.stringify(header), 'utf8'),
    ];
    const lengths = Buffer.from(Float64Array.from(parts, ({ length }) => length).buffer);
    const hash = createHash('sha256');
    for (const bytes of [...parts, lengths]) hash.update(bytes);
    await this.write(Buffer.concat([...parts, Buffer.from(magic, 'latin1'), lengths, hash.digest()]));
    try {
      await this.file.sync();
      await this.file.close();
      await rename(this.temporary, this.path);
      await syncFolder(dirname(this.path));
    } catch (error) {
      throw explainWriteError(dirname(this.path), error);
    }
  }

  /** Gives the file up and removes it. */
  async abandon(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await rm(this.temporary, { force: true });
  }

  private async flush(): Promise<void> {
    if (this.filled === 0) return;
    const bytes = this.block.subarray(0, this.filled);
    this.digests.push(createHash('sha256').update(bytes).digest());
    await this.write(bytes);
    this.written += this.filled;
    this.filled = 0;
  }

  private async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.file.writeFile(bytes);
    } catch (error) {
      throw explainWriteError(dirname(this.path), error);
    }
  }
}

/** Makes the new name last through a power failure, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows cannot open folders; there the name is safe without it.
  }
}

/** Removes unfinished files that a killed process left in the folder. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.images\..*\.tmp$/.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > abandonedAfter) await rm(path, { force: true });
  }
}
