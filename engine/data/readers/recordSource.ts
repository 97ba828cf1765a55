import { orderedMap } from '../decode/orderedMap';
import { fitImage } from '../decode/fitImage';
import type { Dataset } from '../dataset';
import { part, type ImageShape, type ImageSource, type RawImage } from '../imageSource';
import { identityOf, readRecords, type RecordFile } from './recordFile';

/** Records that are converted at once. */
const concurrency = 16;

/** A file of images of equal size. */
export interface ImageRecords extends RecordFile {
  /** One of `part`. */
  readonly part: number;
  /** What stands before the number in the names of its images; the numbers go on from file to file. */
  readonly idPrefix: string;
}

/** What tells one binary format from another. */
export interface RecordFormat {
  readonly format: Dataset['format'];
  readonly name: string;
  /** Absolute path of the folder. */
  readonly path: string;
  readonly files: readonly ImageRecords[];
  /** Other files that the data depend on: labels, names of the classes. */
  readonly otherFiles: readonly string[];
  readonly shape: ImageShape;
  /** Puts the pixels of a record in our order: rows, then channels. */
  readonly toPixels: (record: Uint8Array) => Uint8Array;
  /** Classes and labels of all images, file after file. @throws UserError */
  readonly readLabels: () => Promise<{ classes: string[] | null; labels: Int32Array | null }>;
}

/** Makes a source of files that hold images of equal size, one after another. @throws UserError */
export function recordSource(format: RecordFormat): ImageSource {
  const { files, shape, toPixels } = format;
  const starts: number[] = [];
  let count = 0;
  for (const file of files) {
    starts.push(count);
    count += file.count;
  }
  const split = files.some((file) => file.part !== part.none);

  async function* images(positions: Int32Array, storeSize: number, signal?: AbortSignal) {
    for (const [n, file] of files.entries()) {
      const start = starts[n] ?? 0;
      const within = positions
        .filter((position) => position >= start && position < start + file.count)
        .map((position) => position - start);
      const decode = (record: Uint8Array): Promise<RawImage> => {
        signal?.throwIfAborted();
        return fitImage({ data: toPixels(record), ...shape }, storeSize);
      };
      yield* orderedMap(readRecords(file, within), concurrency, decode);
    }
  }

  return {
    format: format.format,
    name: format.name,
    path: format.path,
    count,
    identity: [...files.map((file) => file.path), ...format.otherFiles].map(identityOf),
    badFiles: [],
    warnings: [],
    listing: async () => ({
      ids: idsOf(files),
      ...(await format.readLabels()),
      parts: split ? partsOf(files, count) : null,
      factors: null,
    }),
    shape: () => Promise.resolve(shape),
    pathOf: (position) => files.findLast((_, n) => (starts[n] ?? 0) <= position)?.path ?? format.path,
    images,
  };
}

function idsOf(files: readonly ImageRecords[]): string[] {
  const numbers = new Map<string, number>();
  return files.flatMap((file) => {
    const first = numbers.get(file.idPrefix) ?? 0;
    numbers.set(file.idPrefix, first + file.count);
    return Array.from({ length: file.count }, (_, i) => `${file.idPrefix}/${String(first + i)}`);
  });
}

function partsOf(files: readonly ImageRecords[], count: number): Uint8Array {
  const parts = new Uint8Array(count);
  let start = 0;
  for (const file of files) {
    parts.fill(file.part, start, start + file.count);
    start += file.count;
  }
  return parts;
}

/** Joins the labels of several files. */
export function concatLabels(perFile: readonly ArrayLike<number>[]): Int32Array {
  const labels = new Int32Array(perFile.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const own of perFile) {
    labels.set(own, start);
    start += own.length;
  }
  return labels;
}
