import { l10n } from 'vscode';
import type { Override } from '../../engine/config/resolveConfig';
import type { RunConfig } from '../../engine/config/runConfig';
import { formatCount } from '../format/formatNumbers';

/** What is known of the images before a run. */
export interface KnownImages {
  /** Images to train on; null where that is not known. */
  readonly trainImages: number | null;
  /** Longer side of the largest image in pixels; null where that is not known. */
  readonly largestSide: number | null;
}

/** What has to change for a recipe to fit the images, and the sentence that says so; null where nothing has to. */
export interface Fit {
  readonly overrides: readonly Override[];
  readonly note: string | null;
}

/**
 * Fits a recipe, which was made for other data, to these: a batch cannot be larger than the training images, nor
 * can there be more neighbours, nor should views be larger than the images.
 */
export function fitToData(config: RunConfig, { trainImages, largestSide }: KnownImages): Fit {
  const overrides: Override[] = [];
  const set = (path: readonly string[], value: unknown) =>
    overrides.push({ path, value, flag: path.join('.') });
  const { imageSize } = config.data;
  if (imageSize !== 'auto' && largestSide !== null && imageSize > largestSide)
    set(['data', 'imageSize'], 'auto');
  if (trainImages === null || trainImages < 2) return { overrides, note: null };

  const { knnNeighbours, maxImages } = config.evaluate;
  const neighbours = Math.min(trainImages, maxImages);
  if (knnNeighbours > neighbours) set(['evaluate', 'knnNeighbours'], neighbours);
  if (config.batchSize <= trainImages) return { overrides, note: null };

  const batchSize = 2 ** Math.floor(Math.log2(trainImages));
  set(['batchSize'], batchSize);
  if (config.microBatch !== null && batchSize % config.microBatch !== 0) set(['microBatch'], null);
  const note = l10n.t(
    '{0} images to train on: batches of {1} instead of {2}.',
    formatCount(trainImages),
    formatCount(batchSize),
    formatCount(config.batchSize),
  );
  return { overrides, note };
}
