import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode, writeError } from './fileErrors';

/** Name of the temporary file beside `path`; of one process, so that a dead one's leftovers cannot be mistaken for ours. */
export function temporaryPath(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/**
 * Makes a rename in `folder` last through a power cut. Windows cannot open folders, and some network file systems
 * cannot sync them; there the rename is as safe as the system makes it.
 */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!hasCode(error, 'EINVAL', 'ENOTSUP', 'EPERM')) throw error;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Replaces the file at `path` as a whole: a reader, or a crash at any moment, sees the old contents or the new ones.
 * @param mode permissions of the file, where they should be narrower than the usual ones.
 * @throws UserError when the disk is full or the folder is not writable.
 */
export function writeFileAtomic(path: string, contents: string | Uint8Array, mode = 0o666): void {
  const temporary = temporaryPath(path);
  try {
    const descriptor = openSync(temporary, 'w', mode);
    try {
      writeFileSync(descriptor, contents);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw writeError(path, error);
  }
}
