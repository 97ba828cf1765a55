import type { Dir } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDatasetFile, isImageFile } from './dataFileNames';

/** What the names in a folder say: enough to tell data sets from other folders, without opening any file. */
export interface FolderSummary {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Files directly in it: images, and others. */
  readonly images: number;
  readonly others: number;
  /** Names of files directly in it that binary data sets consist of. */
  readonly dataFiles: readonly string[];
  readonly folders: readonly FolderSummary[];
}

/** How far a search goes. It ends quietly there, and `Search.complete` says so. */
export interface SearchLimits {
  /** Levels of folders below the root. */
  readonly depth: number;
  /** Folders opened altogether. */
  readonly folders: number;
  /** Names read altogether. */
  readonly names: number;
}

/** Generous for a workspace, and read in a second or two from a local disk. */
export const searchLimits: SearchLimits = { depth: 6, folders: 5000, names: 400_000 };

/** The outcome of a search. */
export interface Search {
  readonly root: FolderSummary;
  /** False when a limit ended it. */
  readonly complete: boolean;
}

/** Folders that hold no data of the user's; hidden ones are left out too, and virtual environments of Python. */
const ignoredFolder = /^(\.|node_modules$|__pycache__$|__MACOSX$|@eaDir$|site-packages$|venv$)/;

/** Folders opened at once: enough to hide the delay of a network disk. */
const concurrency = 16;

interface Node {
  readonly name: string;
  readonly path: string;
  /** Path without links, by which a folder is searched once only. */
  readonly real: string;
  readonly level: number;
  images: number;
  others: number;
  readonly dataFiles: string[];
  readonly folders: Node[];
}

/**
 * Reads the names below `root`, nearest folders first. What cannot be opened is left out. Follows links to folders,
 * but searches no folder twice.
 */
export async function searchFolder(
  root: string,
  limits = searchLimits,
  signal?: AbortSignal,
): Promise<Search> {
  const top = makeNode(basename(root), root, await realpath(root).catch(() => root), 0);
  const seen = new Set([top.real]);
  const left = { folders: limits.folders, names: limits.names };
  let complete = true;
  for (let waiting = [top]; waiting.length > 0;) {
    const level: Node[] = [];
    for (let first = 0; first < waiting.length; first += concurrency) {
      signal?.throwIfAborted();
      const batch = waiting.slice(first, first + Math.min(concurrency, left.folders));
      if (left.names <= 0 || waiting.length - first > left.folders) complete = false;
      if (left.names <= 0 || batch.length === 0) break;
      left.folders -= batch.length;
      const read = await Promise.all(batch.map((node) => readNames(node, left, seen)));
      if (read.includes(false)) complete = false;
      level.push(...batch.flatMap((node) => node.folders));
    }
    // Deeper than any data set lies: not worth a word.
    waiting = level.filter((node) => node.level <= limits.depth);
  }
  return { root: top, complete };
}

/** Reads one folder; false when the limit of names ended it. */
async function readNames(node: Node, left: { names: number }, seen: Set<string>): Promise<boolean> {
  const links: string[] = [];
  let folder: Dir;
  try {
    folder = await opendir(node.path, { bufferSize: 1024 });
  } catch {
    return true;
  }
  try {
    // Leaving the loop closes the folder.
    for await (const entry of folder) {
      if (--left.names < 0) return false;
      const { name } = entry;
      if (entry.isDirectory()) addFolder(node, name, join(node.real, name), seen);
      else if (isImageFile(name)) node.images++;
      else if (entry.isSymbolicLink()) links.push(name);
      else node.others++;
      if (isDatasetFile(name)) node.dataFiles.push(name);
      if (name === 'pyvenv.cfg') {
        Object.assign(node, { images: 0, others: 0 });
        node.folders.length = 0;
        return true;
      }
    }
  } catch {
    // It vanished, or the disk did: what was read stands.
  }
  for (const name of links) await followLink(node, name, seen);
  return true;
}

async function followLink(node: Node, name: string, seen: Set<string>): Promise<void> {
  try {
    const path = join(node.path, name);
    if ((await stat(path)).isDirectory()) addFolder(node, name, await realpath(path), seen);
    else node.others++;
  } catch {
    // A link to nothing.
  }
}

function addFolder(parent: Node, name: string, real: string, seen: Set<string>): void {
  if (ignoredFolder.test(name) || seen.has(real)) return;
  seen.add(real);
  parent.folders.push(makeNode(name, join(parent.path, name), real, parent.level + 1));
}

function makeNode(name: string, path: string, real: string, level: number): Node {
  return { name, path, real, level, images: 0, others: 0, dataFiles: [], folders: [] };
}
