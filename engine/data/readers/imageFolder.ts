import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { orderedMap } from '../decode/orderedMap';
import { readImageFile, readImageFileShape } from '../decode/readImageFile';
import { UnusableImage, type ImageSource } from '../imageSource';
import type { OpenHooks } from '../progress';
import { readLayout } from './folderLayout';
import { walkFolder } from './walkFolder';

/** Files that are read and decoded at once: enough to keep every core and a slow disk busy, behind a slow image too. */
const decodeConcurrency = Math.max(16, 4 * availableParallelism());

/**
 * A folder of images: one folder a class, with or without `train` and `test` (or `val`) above them, or images
 * without labels, nested or not. See `readLayout` for what the folders mean and `decodeImage` for what is read.
 * @param path absolute.
 */
export async function openImageFolder(path: string, hooks: OpenHooks): Promise<ImageSource> {
  const contents = await walkFolder(path, hooks);
  const { used, classes, labels, parts, warnings } = readLayout(contents.paths, contents.folders);
  const ids = Array.from(used, (i) => contents.paths[i] ?? '');
  const sizes = Float64Array.from(used, (i) => contents.sizes[i] ?? 0);
  const pathOf = (position: number) => join(path, ids[position] ?? '');

  return {
    format: 'folder',
    name: basename(path) || 'images',
    path,
    count: ids.length,
    identity: Array.from(
      used,
      (i, n) => `${ids[n] ?? ''}\0${String(contents.sizes[i])}\0${String(contents.times[i])}`,
    ),
    badFiles: contents.badFiles,
    warnings,
    listing: () => Promise.resolve({ ids, classes, labels, parts, factors: null }),
    shape: (position) => readImageFileShape(pathOf(position), sizes[position] ?? 0),
    pathOf,
    images: (positions, storeSize, signal) =>
      orderedMap(positions, decodeConcurrency, async (position) => {
        signal?.throwIfAborted();
        try {
          return await readImageFile(pathOf(position), sizes[position] ?? 0, storeSize);
        } catch (error) {
          if (error instanceof UnusableImage) return error;
          throw error;
        }
      }),
  };
}
