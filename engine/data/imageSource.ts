import type { BadFile, Dataset, Factors } from './dataset';

/** A decoded image: 8-bit RGB, rows top to bottom, channels last. */
export interface RawImage {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** Height and width of an image, pixels. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
}

/** Which part an image belongs to where the source says so. */
export const part = { none: 0, train: 1, test: 2 } as const;

/** What is known of every image of a source before any is decoded; parallel arrays, one entry an image. */
export interface Listing {
  readonly ids: readonly string[];
  /** Names of the classes in label order, or null where there are no labels. */
  readonly classes: readonly string[] | null;
  /** Class of each image, −1 for one without a label; null where there are no labels. */
  readonly labels: Int32Array | null;
  /** One of `part` for each image, or null where the source has no split of its own. */
  readonly parts: Uint8Array | null;
  readonly factors: Factors | null;
}

/** Why an image cannot be used; thrown or yielded in place of the image. */
export class UnusableImage extends Error {
  override readonly name = 'UnusableImage';
  /**
   * @param reason in words for the user, to follow the path of the file: "is empty".
   * @param mayHeal whether the same bytes may be readable later: permissions, a network disk.
   */
  constructor(
    readonly reason: string,
    readonly mayHeal = false,
  ) {
    super(reason);
  }
}

/** Where images come from: an image folder, a binary data set, the generator. Nothing is decoded on opening it. */
export interface ImageSource {
  readonly format: Dataset['format'];
  readonly name: string;
  /** Absolute path, or "builtin". */
  readonly path: string;
  readonly count: number;
  /** Lines that change whenever the source does: names, sizes, times. */
  readonly identity: readonly string[];
  /** Files and folders that were found unusable while listing. */
  readonly badFiles: readonly BadFile[];
  readonly warnings: readonly string[];
  listing(): Promise<Listing>;
  /** Shape of the image at a position, from its header alone. @throws UnusableImage */
  shape(position: number): Promise<ImageShape>;
  /** The file that holds the image at a position, for messages. */
  pathOf(position: number): string;
  /**
   * Decodes the images at `positions` (ascending) and yields one entry for each, in order. An image whose shorter
   * side exceeds `storeSize` is resized to it.
   */
  images(
    positions: Int32Array,
    storeSize: number,
    signal?: AbortSignal,
  ): AsyncIterable<RawImage | UnusableImage>;
}
