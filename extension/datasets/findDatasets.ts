import { join } from 'node:path';
import { formatOfFiles, idxSets } from './dataFileNames';
import type { FolderSummary } from './folderSummary';
import type { FoundDataset } from './foundDataset';

/** Fewer images than this are icons and illustrations, not data. */
const leastImages = 12;

const trainNames = ['train', 'training'];
/** In order of preference. */
const testNames = ['test', 'testing', 'val', 'valid', 'validation'];

/** Share of each class that is held out where the data have no split of their own: the default of `data.testFraction`. */
const heldOut = 0.2;

/**
 * The data sets in a folder that was searched, by the names of its files: binary ones, folders `train` and `test`,
 * folders that stand for classes, and folders of nothing but images. A folder within a data set is none of its own.
 */
export function findDatasets(folder: FolderSummary): FoundDataset[] {
  const found = [...binarySets(folder), ...imageFolder(folder)];
  return found.length > 0 ? found : folder.folders.flatMap(findDatasets);
}

/** A folder that the user named, whatever it looks like. */
export function namedFolder(folder: FolderSummary): FoundDataset {
  const [found, ...others] = findDatasets(folder);
  // As the engine does, through folders that archives unpack to.
  if (found !== undefined && others.length === 0) return { ...found, source: folder.path, name: folder.name };
  return folderDataset(folder, imagesBelow(folder), null, null);
}

function binarySets({ path, name, dataFiles }: FolderSummary): FoundDataset[] {
  const format = formatOfFiles(dataFiles);
  if (format === null) return [];
  const unknown = { origin: 'workspace', format, images: null, trainImages: null, classes: null } as const;
  const sets = format === 'idx' ? idxSets(dataFiles) : [];
  if (sets.length < 2) return [{ ...unknown, source: path, name }];
  return sets.map((file) => ({ ...unknown, source: join(path, file), name: `${name}/${file}` }));
}

function imageFolder(folder: FolderSummary): FoundDataset[] {
  const given = givenSplit(folder);
  if (given !== null) return [given];
  const classes = folder.folders.filter(isClassFolder);
  const images = imagesBelow(folder);
  if (images < leastImages) return [];
  const withFiles = folder.folders.filter((child) => filesBelow(child) > 0);
  if (classes.length >= 2 && 2 * classes.length > withFiles.length) {
    return [folderDataset(folder, images, null, classes.length)];
  }
  const flat = folder.images >= leastImages && folder.images >= folder.others;
  return flat ? [folderDataset(folder, images, null, null)] : [];
}

/** A folder `train` makes a data set of the folder around it; `test` or `val` beside it is the other part. */
function givenSplit(folder: FolderSummary): FoundDataset | null {
  const named = (names: readonly string[]) =>
    names
      .flatMap((name) => folder.folders.filter((child) => child.name.toLowerCase() === name))
      .find((child) => imagesBelow(child) > 0);
  const train = named(trainNames);
  if (train === undefined) return null;
  const trainImages = imagesBelow(train);
  if (trainImages < leastImages || 2 * trainImages < filesBelow(train)) return null;
  const test = named(testNames);
  const classes = train.folders.filter((child) => imagesBelow(child) > 0).length;
  const images = trainImages + (test === undefined ? 0 : imagesBelow(test));
  const ofTraining = test === undefined ? null : trainImages;
  return folderDataset(folder, images, ofTraining, classes < 2 ? null : classes);
}

function folderDataset(
  { path, name }: FolderSummary,
  images: number,
  trainImages: number | null,
  classes: number | null,
): FoundDataset {
  return {
    ...{ source: path, name, origin: 'workspace', format: 'folder', images, classes },
    trainImages: trainImages ?? Math.floor(images * (1 - heldOut)),
  };
}

/** Whether nearly all files of a folder are images that lie directly in it. */
function isClassFolder(folder: FolderSummary): boolean {
  return folder.images > 0 && folder.images >= 4 * folder.others && 2 * folder.images >= imagesBelow(folder);
}

function imagesBelow(folder: FolderSummary): number {
  return folder.folders.reduce((sum, child) => sum + imagesBelow(child), folder.images);
}

function filesBelow(folder: FolderSummary): number {
  return folder.folders.reduce((sum, child) => sum + filesBelow(child), folder.images + folder.others);
}
