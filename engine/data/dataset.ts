/** Names of the parts of a data set. */
export type SplitName = 'train' | 'test';

/** A file that could not be used, and why, in words for the user. */
export interface BadFile {
  readonly path: string;
  readonly reason: string;
}

/**
 * Decoded images in one file on disk: 8-bit RGB, rows top to bottom, channels last, one image after another.
 * Plain data, so that it crosses to worker threads; each thread reads it with an `ImageFile` of its own and the
 * operating system's page cache serves memory-sized and larger-than-memory sets alike.
 */
export interface ImageFileInfo {
  /** Absolute path of the cache file. */
  readonly path: string;
  readonly count: number;
  /** Per image three float64 values: byte offset in the file, height, width (pixels). Shared between threads. */
  readonly index: Float64Array<SharedArrayBuffer>;
}

/** What each generated image of the built-in set is made of; parallel arrays, one entry an image. */
export interface Factors {
  /** Name of the factor → its value for each image (class index, or a number in the unit the name says). */
  readonly [factor: string]: Float32Array;
}

/** One part of a data set. */
export interface Split {
  readonly images: ImageFileInfo;
  /** Class of each image, or null where the images have no labels. −1 marks an unlabelled image among labelled ones. */
  readonly labels: Int32Array | null;
  /** A stable name of each image: its path relative to the source, or `train/123`. */
  readonly ids: readonly string[];
  /** Ground truth of generated images, null for others. */
  readonly factors: Factors | null;
}

/** A data set that is decoded and ready to train on. */
export interface Dataset {
  readonly name: string;
  readonly format: 'builtin' | 'folder' | 'cifar10' | 'cifar100' | 'stl10' | 'idx';
  /** Absolute path of the source, or "builtin". */
  readonly source: string;
  /** SHA-256 (hex) over what identifies the source: names, sizes, times or contents, and how it was decoded. */
  readonly fingerprint: string;
  /** Names of the classes in label order, or null where there are no labels. */
  readonly classes: readonly string[] | null;
  /** Side of a view in pixels, "auto" resolved. */
  readonly imageSize: number;
  readonly train: Split;
  readonly test: Split;
  /** How the split came about, in words for the log: "given", or "seeded, 20 % of each class". */
  readonly splitOrigin: string;
  /** Files that were skipped. */
  readonly badFiles: readonly BadFile[];
  /** What else the user should know, one sentence each: a class with one image, a folder that is left out. */
  readonly warnings: readonly string[];
}
