import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder, temporaryPath } from './atomicFile';
import { writeError } from './fileErrors';
import { makeFolder } from './makeFolder';

/**
 * A file that is written piece by piece and takes its name only when it is complete and on the disk. Its methods throw a
 * `UserError` when the disk is full or the folder is not writable.
 */
export class GrowingFile {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Starts the file that will be `path`, and makes the folders above it where they are missing. */
  static async create(path: string): Promise<GrowingFile> {
    try {
      makeFolder(dirname(path));
      return new GrowingFile(path, await open(temporaryPath(path), 'w'));
    } catch (error) {
      throw writeError(path, error);
    }
  }

  /** Adds to the end. */
  async append(contents: Uint8Array | string): Promise<void> {
    try {
      await this.file.writeFile(contents);
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  /**
   * Gives the file its name.
   * @param head to write over its beginning before.
   */
  async finish(head?: Uint8Array): Promise<void> {
    try {
      if (head) await this.file.write(head, 0, head.length, 0);
      await this.file.sync();
      await this.file.close();
      await rename(temporaryPath(this.path), this.path);
      syncFolder(dirname(this.path));
    } catch (error) {
      throw writeError(this.path, error);
    }
  }

  /** Gives the file up and removes it; does nothing to one that is finished. */
  async abandon(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await rm(temporaryPath(this.path), { force: true });
  }
}
