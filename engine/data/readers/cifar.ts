import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors';
import { part, type ImageSource } from '../imageSource';
import { planesToPixels } from './planar';
import { readRecordBytes, readWhole, sizeOf } from './recordFile';
import { concatLabels, recordSource, type ImageRecords } from './recordSource';

const side = 32;
const imageBytes = 3 * side * side;

/** What the two sets differ in. A record is its label bytes, then a 32×32 image as three planes, row by row. */
const kinds = {
  cifar10: {
    title: 'CIFAR-10',
    train: [1, 2, 3, 4, 5].map((n) => `data_batch_${String(n)}.bin`),
    test: ['test_batch.bin'],
    labelBytes: 1,
    namesFile: 'batches.meta.txt',
    /** The published names, for a folder without the file of names. */
    names: 'airplane automobile bird cat deer dog frog horse ship truck'.split(' '),
  },
  cifar100: {
    title: 'CIFAR-100',
    train: ['train.bin'],
    test: ['test.bin'],
    // The coarse label, then the fine one, which is the class here.
    labelBytes: 2,
    namesFile: 'fine_label_names.txt',
    names: Array.from({ length: 100 }, (_, i) => String(i)),
  },
} as const;

/** Names of files by which a folder is known to be of the kind. */
export const cifarFiles: Record<keyof typeof kinds, readonly string[]> = {
  cifar10: [...kinds.cifar10.train, ...kinds.cifar10.test],
  cifar100: [...kinds.cifar100.train, ...kinds.cifar100.test],
};

/**
 * CIFAR-10 or CIFAR-100, the binary version. A set without its test file, or without its training files, is split
 * like any other.
 * @param folder absolute.
 * @throws UserError
 */
export function openCifar(folder: string, format: keyof typeof kinds): ImageSource {
  const kind = kinds[format];
  const recordBytes = kind.labelBytes + imageBytes;
  const present = (names: readonly string[]) =>
    names.map((name) => join(folder, name)).filter((path) => existsSync(path));
  const train = present(kind.train);
  const test = present(kind.test);
  if (train.length + test.length === 0) {
    throw new UserError(
      `${folder} holds no ${kind.title} in its binary version (${[...kind.train, ...kind.test].join(', ')}).`,
    );
  }
  const split = train.length > 0 && test.length > 0;
  const records = (path: string, isTest: boolean): ImageRecords => {
    const size = sizeOf(path);
    if (size === 0 || size % recordBytes !== 0) {
      throw new UserError(
        `${path} is ${String(size)} bytes long, no multiple of ${String(recordBytes)}: ` +
          `it is truncated or not ${kind.title}; fetch it again.`,
      );
    }
    return {
      ...{ path, headerBytes: 0, recordBytes, count: size / recordBytes },
      part: split ? (isTest ? part.test : part.train) : part.none,
      idPrefix: isTest ? 'test' : 'train',
    };
  };
  const files = [...train.map((path) => records(path, false)), ...test.map((path) => records(path, true))];
  const namesPath = join(folder, kind.namesFile);
  const namesExist = existsSync(namesPath);

  return recordSource({
    ...{ format, name: format, path: folder, files, shape: { height: side, width: side } },
    otherFiles: namesExist ? [namesPath] : [],
    toPixels: (record) => planesToPixels(record.subarray(kind.labelBytes), side, side, side, 1),
    readLabels: async () => {
      const named = namesExist ? await readNames(namesPath) : [];
      const classes = named.length >= kind.names.length ? named.slice(0, kind.names.length) : [...kind.names];
      const labels = files.map((file) => {
        const bytes = readRecordBytes(file, kind.labelBytes - 1);
        const wrong = bytes.findIndex((label) => label >= classes.length);
        if (wrong >= 0) {
          throw new UserError(
            `${file.path} has the label ${String(bytes[wrong])} at image ${String(wrong)}: ` +
              `it is damaged or not ${kind.title}.`,
          );
        }
        return bytes;
      });
      return { classes, labels: concatLabels(labels) };
    },
  });
}

/** Names in a text file, one a line. @throws UserError */
export async function readNames(path: string): Promise<string[]> {
  const text = (await readWhole(path)).toString('utf8');
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
