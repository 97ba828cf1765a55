import type { AugmentConfig } from '../config/augmentation';
import type { ImageFileInfo } from '../data/dataset';
import { ImageFile } from '../data/imageFile';
import { drawSheet, type SheetCard } from './sheetCanvas';
import { compileAugment, ViewMaker } from './viewMaker';

/** What a sheet of views shows. */
export interface ViewSheetOptions {
  readonly images: ImageFileInfo;
  /** Which images, a row each. */
  readonly indices: readonly number[];
  /** Side S of a view in pixels. */
  readonly imageSize: number;
  readonly augment: AugmentConfig;
  /** The run's seed: the sheet shows the very views that a run of that seed sees. */
  readonly seed: number;
  /** Positive pairs of each image: those of the epochs from 0 on. */
  readonly pairs: number;
}

/**
 * A picture of what T does, as PNG: a row for each image, first the image itself (its evaluation view), then positive
 * pairs. Small views are enlarged without smoothing.
 * @throws UserError where the decoded images cannot be read.
 */
export function viewSheet(options: ViewSheetOptions): Promise<Buffer> {
  const { images, indices, imageSize, augment, seed, pairs } = options;
  const file = new ImageFile(images);
  try {
    const maker = new ViewMaker(compileAugment(), imageSize, augment, seed);
    const rows = indices.map((image) => {
      maker.load(images, file, image);
      const cards: SheetCard[] = [[maker.centerView().slice()]];
      for (let epoch = 0; epoch < pairs; epoch++) {
        cards.push(([0, 1] as const).map((branch) => maker.view({ epoch, image, branch }).slice()));
      }
      return cards;
    });
    return drawSheet(rows, imageSize, true);
  } finally {
    file.close();
  }
}

/**
 * Positive pairs of a batch as PNG: what the run saw. Small views are enlarged without smoothing.
 * @param views [2N, S, S, 3] as in a `ViewBatch`: row i and row i + N are a pair.
 * @param imageSize side S of a view in pixels.
 * @param count pairs to show, the batch's first ones; at most N.
 */
export function pairSheet(views: Float32Array, imageSize: number, count: number): Promise<Buffer> {
  const viewLength = imageSize * imageSize * 3;
  const n = views.length / (2 * viewLength);
  const shown = Math.min(count, n);
  const view = (i: number): Float32Array => views.subarray(i * viewLength, (i + 1) * viewLength);
  // A pair is twice as wide as high: twice as many rows as columns make the sheet about square.
  const columns = Math.max(1, Math.round(Math.sqrt(shown / 2)));
  const rows: SheetCard[][] = [];
  for (let i = 0; i < shown; i++) {
    if (i % columns === 0) rows.push([]);
    rows.at(-1)?.push([view(i), view(i + n)]);
  }
  return drawSheet(rows, imageSize, false);
}
