import type { RunConfig } from '../config/runConfig';
import { openDataset } from '../data/openDataset';
import type { OpenHooks } from '../data/progress';
import { viewSheet } from './viewSheet';

/** What a preview shows, and of what. */
export interface PreviewOptions {
  /** Data, augmentation and seed count. */
  readonly config: RunConfig;
  /** Absolute path that relative paths of the configuration refer to. */
  readonly baseFolder: string;
  /** Absolute path of the folder of runs, beside which decoded images are kept. */
  readonly runsFolder: string;
  /** Rows, an image each, and positive pairs in a row. */
  readonly images: number;
  readonly pairs: number;
}

/**
 * A picture of the views that training would see, as PNG, of images from all over the training split.
 * @returns the picture, and the side of a view in pixels.
 * @throws UserError when the data cannot be used; the signal's reason when it aborts.
 */
export async function previewSheet(
  { config, baseFolder, runsFolder, images, pairs }: PreviewOptions,
  hooks: OpenHooks = {},
): Promise<{ png: Buffer; imageSize: number }> {
  const { seed, augment } = config;
  const { train, imageSize } = await openDataset(config.data, { baseFolder, runsFolder, seed }, hooks);
  const indices = spread(train.images.count, images);
  return {
    png: await viewSheet({ images: train.images, indices, imageSize, augment, seed, pairs }),
    imageSize,
  };
}

/** `wanted` positions among `count`, about evenly apart: classes have their turn whether images are sorted by them or alternate. */
function spread(count: number, wanted: number): number[] {
  const shown = Math.min(count, wanted);
  return Array.from({ length: shown }, (_, index) => (Math.floor((index * count) / shown) + index) % count);
}
