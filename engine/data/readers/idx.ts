import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../errors';
import { part, type ImageSource } from '../imageSource';
import { explainFileError } from './fileErrors';
import { pixelLayout, readIdxHeader, toPixels, type PixelLayout } from './idxFormat';
import { readWhole, sizeOf } from './recordFile';
import { concatLabels, recordSource, type ImageRecords } from './recordSource';
import { byCodeUnit } from './walkFolder';

/** A file of images: `train-images-idx3-ubyte`, `t10k-images.idx3-ubyte.gz`, `emnist-letters-test-images-idx3-ubyte`. */
const imagesName = /images.*idx[34]?([-._]ubyte)?(\.gz)?$/i;

/** The word in a name that says which part the file is. */
const partWord = /(train|t10k|test)[-._]?/i;

/** Whether a file's name is that of a file of images in IDX format. */
export function isIdxImages(name: string): boolean {
  return imagesName.test(name);
}

/** The part that a file's name says it is. */
function partOf(name: string): 'train' | 'test' | 'image' {
  const word = partWord.exec(name)?.[1]?.toLowerCase();
  return word === undefined ? 'image' : word === 'train' ? 'train' : 'test';
}

/** What the names of the files of one set have in common. */
function setOf(name: string): string {
  return name.replace(/\.gz$/i, '').replace(partWord, '');
}

/** Finds the files of images of one set in a folder. `chosen` picks the set where there are several. */
function findImages(folder: string, names: readonly string[], chosen: string | null): string[] {
  const sets = new Map<string, string[]>();
  for (const name of names.filter(isIdxImages).sort(byCodeUnit)) {
    const set = setOf(name);
    const members = sets.get(set) ?? [];
    // The same file compressed and not: one of them is enough.
    if (!members.some((other) => other === name.replace(/\.gz$/i, ''))) members.push(name);
    sets.set(set, members);
  }
  const found = chosen === null ? [...sets.values()] : [sets.get(setOf(chosen)) ?? []];
  if (found.length > 1) {
    const firsts = found.map((members) => members[0]).join(', ');
    throw new UserError(
      `${folder} holds several sets in IDX format: name the file of one of them (${firsts}).`,
    );
  }
  return found[0] ?? [];
}

/** The file of labels that belongs to a file of images. */
function labelsOf(imagesFile: string, names: readonly string[]): string | null {
  const plain = imagesFile
    .replace(/\.gz$/i, '')
    .replace(/images/i, 'labels')
    .replace(/idx[34]/i, 'idx1');
  return [plain, `${plain}.gz`].find((name) => names.includes(name)) ?? null;
}

/**
 * A set in IDX format, the format of MNIST: files of images and of labels, gzip or not. Names that contain `train`
 * and `t10k` or `test` give the split. Images are grey (repeated to RGB) or have three channels.
 * @param path absolute: the folder, or one of the files of images.
 * @throws UserError
 */
export async function openIdx(path: string, isFile: boolean): Promise<ImageSource> {
  const folder = isFile ? dirname(path) : path;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new UserError(`${folder} ${explainFileError(error).reason}.`);
  }
  const found = findImages(folder, names, isFile ? basename(path) : null);
  if (found.length === 0) {
    throw new UserError(
      isFile
        ? `${path} is not named like a file of images in IDX format (train-images-idx3-ubyte).`
        : `${folder} holds no images in IDX format (train-images-idx3-ubyte, t10k-images-idx3-ubyte).`,
    );
  }
  const isTest = (name: string) => partOf(name) === 'test';
  const split = found.some(isTest) && !found.every(isTest);
  let layout: PixelLayout | null = null;
  const files: (ImageRecords & { labelsPath: string | null })[] = [];
  for (const name of found.sort((a, b) => Number(isTest(a)) - Number(isTest(b)))) {
    const file = join(folder, name);
    const { dimensions, headerBytes } = await readIdxHeader(file);
    const own = pixelLayout(file, dimensions);
    layout ??= own;
    if (JSON.stringify(own) !== JSON.stringify(layout)) {
      throw new UserError(`${file} and ${files[0]?.path ?? ''} hold images of different sizes.`);
    }
    const count = dimensions[0] ?? 0;
    const recordBytes = own.shape.height * own.shape.width * own.channels;
    const labels = labelsOf(name, names);
    if (!name.toLowerCase().endsWith('.gz') && sizeOf(file) < headerBytes + count * recordBytes) {
      throw new UserError(
        `${file} ends before its ${String(count)} images do: it is truncated, fetch it again.`,
      );
    }
    files.push({
      ...{ path: file, headerBytes, recordBytes, count },
      part: split ? (isTest(name) ? part.test : part.train) : part.none,
      idPrefix: partOf(name),
      labelsPath: labels === null ? null : join(folder, labels),
    });
  }
  if (!layout) throw new UserError(`${folder} holds no images in IDX format.`);
  const labelFiles = files.flatMap(({ labelsPath }) => (labelsPath === null ? [] : [labelsPath]));

  return recordSource({
    ...{ format: 'idx', name: basename(folder), path: isFile ? path : folder, files, shape: layout.shape },
    otherFiles: labelFiles,
    toPixels: toPixels(layout),
    readLabels: async () => {
      if (labelFiles.length === 0) return { classes: null, labels: null };
      const perFile: ArrayLike<number>[] = [];
      for (const file of files) {
        perFile.push(
          file.labelsPath === null
            ? new Int32Array(file.count).fill(-1)
            : await readLabelFile(file.labelsPath, file),
        );
      }
      return nameClasses(concatLabels(perFile));
    },
  });
}

/** The labels in a file, as they stand there. @throws UserError */
async function readLabelFile(path: string, images: ImageRecords): Promise<Uint8Array> {
  const { dimensions, headerBytes } = await readIdxHeader(path);
  const labels = (await readWhole(path)).subarray(headerBytes);
  if (dimensions.length !== 1 || labels.length !== images.count) {
    throw new UserError(
      `${path} has ${String(labels.length)} labels for the ${String(images.count)} images of ${images.path}: fetch both again.`,
    );
  }
  return labels;
}

/** The values that occur, in order, are the classes: some sets count from one, some leave values out. */
function nameClasses(values: Int32Array): { classes: string[]; labels: Int32Array } {
  const present = [...new Set(values)].filter((value) => value >= 0).sort((a, b) => a - b);
  const numbers = new Map(present.map((value, i) => [value, i]));
  return {
    classes: present.map(String),
    labels: values.map((value) => numbers.get(value) ?? -1),
  };
}
