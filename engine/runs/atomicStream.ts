import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder, temporaryPath } from './atomicFile';
import { writeError } from './fileErrors';
import { makeFolder } from './makeFolder';

/** Bytes that are gathered before they go to disk. */
const gathered = 1 << 20;

/**
 * Replaces the file at `path` by `parts`, one after another, as a whole: see `writeFileAtomic`. Where the parts end in an
 * error the old file stays. Folders are made as far as they are missing.
 * @throws UserError when the disk is full or the folder is not writable.
 */
export async function writeStreamAtomic(
  path: string,
  parts: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    makeFolder(dirname(path));
    const file = await open(temporary, 'w');
    try {
      let waiting: Buffer[] = [];
      let size = 0;
      const flush = async () => {
        const bytes = Buffer.concat(waiting);
        [waiting, size] = [[], 0];
        // Goes on where the file ends until every byte is written.
        await file.appendFile(bytes);
      };
      for await (const part of parts) {
        const bytes = Buffer.from(part);
        waiting.push(bytes);
        size += bytes.length;
        if (size >= gathered) await flush();
      }
      await flush();
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    // Where the path leads through a file there is nothing to remove, and that is refused too.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(path, error);
  }
}
