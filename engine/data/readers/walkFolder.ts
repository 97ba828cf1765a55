import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BadFile } from '../dataset';
import { orderedMap } from '../decode/orderedMap';
import { throttled, type OpenHooks } from '../progress';
import { explainFileError } from './fileErrors';

/** Kinds of images that are read, for messages. */
export const imageKinds = 'JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF';

/** Names of files that are taken for images. */
const imageName = /\.(jpe?g|jpe|jfif|png|webp|gif|bmp|dib|tiff?|avif)$/i;

/** Folders that archive programs and file managers leave behind. Hidden ones are left out too. */
const ignoredFolder = /^(\.|__MACOSX$|@eaDir$)/;

/** Files whose size and time are asked for at once: enough to hide the delay of a network disk. */
const statConcurrency = 64;

/** The image files below a folder, in the order of their paths; parallel arrays. */
export interface FolderContents {
  /** Relative to the folder, with forward slashes. */
  readonly paths: readonly string[];
  /** Bytes. */
  readonly sizes: Float64Array;
  /** Time of the last change, milliseconds since 1970. */
  readonly times: Float64Array;
  /** Every folder below, relative. */
  readonly folders: readonly string[];
  readonly badFiles: readonly BadFile[];
}

/** Order by UTF-16 code units: the same on every machine, whatever its language. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Finds all image files below `root`, by the endings of their names. Links are followed; a link to a folder that
 * contains it, a link to nothing and a folder that cannot be opened are reported and left out.
 */
export async function walkFolder(root: string, hooks: OpenHooks): Promise<FolderContents> {
  const paths: string[] = [];
  const folders: string[] = [];
  const badFiles: BadFile[] = [];
  const report = throttled(hooks);

  const visit = async (folder: string, ancestors: readonly string[]): Promise<void> => {
    hooks.signal?.throwIfAborted();
    const absolute = join(root, folder);
    let entries: Dirent[];
    let chain: string[];
    try {
      const { dev, ino } = await stat(absolute);
      const identity = `${String(dev)}:${String(ino)}`;
      if (ancestors.includes(identity)) {
        badFiles.push({ path: absolute, reason: 'is a link to a folder that contains it' });
        return;
      }
      chain = [...ancestors, identity];
      entries = await readdir(absolute, { withFileTypes: true });
    } catch (error) {
      badFiles.push({ path: absolute, reason: explainFileError(error).reason });
      return;
    }
    if (folder) folders.push(folder);
    for (const entry of entries.sort((a, b) => byCodeUnit(a.name, b.name))) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      const isFolder = entry.isSymbolicLink() ? await linksToFolder(join(root, path)) : entry.isDirectory();
      if (isFolder) {
        if (!ignoredFolder.test(entry.name)) await visit(path, chain);
      } else if (imageName.test(entry.name) && !entry.name.startsWith('.')) {
        paths.push(path);
      }
    }
    report({ phase: 'listing', done: paths.length, total: 0 });
  };
  await visit('', []);

  const found: { path: string; size: number; time: number }[] = [];
  for await (const entry of orderedMap(paths.sort(byCodeUnit), statConcurrency, statOf)) {
    if (found.length % 1024 === 0) hooks.signal?.throwIfAborted();
    if ('reason' in entry) badFiles.push(entry);
    else found.push(entry);
  }
  return {
    paths: found.map(({ path }) => path),
    sizes: Float64Array.from(found, ({ size }) => size),
    times: Float64Array.from(found, ({ time }) => time),
    folders,
    badFiles,
  };

  async function statOf(path: string): Promise<{ path: string; size: number; time: number } | BadFile> {
    try {
      const { size, mtimeMs } = await stat(join(root, path));
      return { path, size, time: mtimeMs };
    } catch (error) {
      return { path: join(root, path), reason: explainFileError(error).reason };
    }
  }
}

async function linksToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // A link to nothing: where it is named like an image, asking for its size reports it.
    return false;
  }
}
