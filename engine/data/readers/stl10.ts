import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors';
import { part, type ImageSource } from '../imageSource';
import { readNames } from './cifar';
import { planesToPixels } from './planar';
import { readWhole, sizeOf } from './recordFile';
import { concatLabels, recordSource, type ImageRecords } from './recordSource';

const side = 96;
const recordBytes = 3 * side * side;
const classCount = 10;

/** The published names, for a folder without class_names.txt. */
const publishedNames = 'airplane bird car cat deer dog horse monkey ship truck'.split(' ');

/** Files of images in order, with the file of their labels. */
const parts = [
  { images: 'train_X.bin', labels: 'train_y.bin', idPrefix: 'train' },
  { images: 'unlabeled_X.bin', labels: null, idPrefix: 'unlabelled' },
  { images: 'test_X.bin', labels: 'test_y.bin', idPrefix: 'test' },
] as const;

/** Names of files by which a folder is known to be STL-10. */
export const stl10Files: readonly string[] = parts.map(({ images }) => images);

/**
 * STL-10, the binary version: 96×96 images as three planes, stored column by column. The unlabelled images join
 * the training images, with the label −1.
 * @param folder absolute.
 * @throws UserError
 */
export function openStl10(folder: string): ImageSource {
  const present = parts.filter(({ images }) => existsSync(join(folder, images)));
  if (present.length === 0) {
    throw new UserError(`${folder} holds no STL-10 in its binary version (${stl10Files.join(', ')}).`);
  }
  const has = (prefix: string) => present.some(({ idPrefix }) => idPrefix === prefix);
  const split = has('test') && (has('train') || has('unlabelled'));
  const files = present.map(({ images, labels, idPrefix }): ImageRecords & { labelsPath: string | null } => {
    const path = join(folder, images);
    const size = sizeOf(path);
    if (size === 0 || size % recordBytes !== 0) {
      throw new UserError(
        `${path} is ${String(size)} bytes long, no multiple of ${String(recordBytes)}: ` +
          'it is truncated or not STL-10; fetch it again.',
      );
    }
    const labelsPath = labels === null ? null : join(folder, labels);
    return {
      ...{ path, headerBytes: 0, recordBytes, count: size / recordBytes, idPrefix },
      part: split ? (idPrefix === 'test' ? part.test : part.train) : part.none,
      labelsPath: labelsPath !== null && existsSync(labelsPath) ? labelsPath : null,
    };
  });
  const namesPath = join(folder, 'class_names.txt');
  const namesExist = existsSync(namesPath);
  const labelFiles = files.flatMap(({ labelsPath }) => (labelsPath === null ? [] : [labelsPath]));

  return recordSource({
    ...{ format: 'stl10', name: 'stl10', path: folder, files, shape: { height: side, width: side } },
    otherFiles: [...labelFiles, ...(namesExist ? [namesPath] : [])],
    toPixels: (record) => planesToPixels(record, side, side, 1, side),
    readLabels: async () => {
      if (labelFiles.length === 0) return { classes: null, labels: null };
      const named = namesExist ? await readNames(namesPath) : [];
      const labels: Int32Array[] = [];
      for (const { labelsPath, path, count } of files) {
        labels.push(
          labelsPath === null ? new Int32Array(count).fill(-1) : await readLabelFile(labelsPath, path, count),
        );
      }
      return {
        classes: named.length === classCount ? named : publishedNames,
        labels: concatLabels(labels),
      };
    },
  });
}

/** Labels 1 to 10 of a file, as 0 to 9. @throws UserError */
async function readLabelFile(path: string, imagesPath: string, count: number): Promise<Int32Array> {
  const bytes = await readWhole(path);
  if (bytes.length !== count) {
    throw new UserError(
      `${path} has ${String(bytes.length)} labels for the ${String(count)} images of ${imagesPath}: fetch both again.`,
    );
  }
  const wrong = bytes.findIndex((label) => label < 1 || label > classCount);
  if (wrong >= 0) {
    throw new UserError(
      `${path} has the label ${String(bytes[wrong])} at image ${String(wrong)}, not 1 to 10: it is damaged.`,
    );
  }
  return Int32Array.from(bytes, (label) => label - 1);
}
