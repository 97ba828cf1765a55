import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatOfFiles } from './dataFileNames';
import { namedFolder } from './findDatasets';
import { searchFolder } from './folderSummary';
import type { FoundDataset } from './foundDataset';

/** A folder or file that somebody named, as a data set; whether it is one shows when it is looked into. */
export async function namedSource(path: string, signal?: AbortSignal): Promise<FoundDataset> {
  const name = basename(path);
  const unknown = { source: path, name, images: null, trainImages: null, classes: null } as const;
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => true,
  );
  if (!isFolder) return { ...unknown, origin: 'added', format: formatOfFiles([name]) ?? 'folder' };
  const { root } = await searchFolder(path, undefined, signal);
  return { ...namedFolder(root), origin: 'added' };
}
