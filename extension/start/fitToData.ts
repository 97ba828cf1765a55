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

/** Epochs over a few images are raised to this at most. */
const mostEpochs = 200;
/** A run of many short epochs is evaluated so many times. */
const evaluations = 20;

/**
 * Fits a recipe, which was made for other data, to these: a batch cannot be larger than the training images, nor
 * can there be more neighbours, nor should views be larger than the images.
 * @param leastSteps fewer steps than this teach nothing: over a few images it takes more epochs to get there.
 */
export function fitToData(config: RunConfig, images: KnownImages, leastSteps = 0): Fit {
  const { trainImages, largestSide } = images;
  const { imageSize } = config.data;
  const tooLarge = imageSize !== 'auto' && largestSide !== null && imageSize > largestSide;
  const size = tooLarge ? [override('auto', 'data', 'imageSize')] : [];
  if (trainImages === null || trainImages < 2) return { overrides: size, note: null };

  const batchSize = config.batchSize <= trainImages ? config.batchSize : powerOfTwo(trainImages);
  const stepsPerEpoch = Math.floor(trainImages / batchSize);
  const wanted = Math.min(mostEpochs, Math.ceil(leastSteps / stepsPerEpoch));
  const epochs = Math.max(config.epochs, wanted);
  const changes = [
    ...(batchSize === config.batchSize ? [] : batchOverrides(config, batchSize)),
    ...(epochs === config.epochs ? [] : epochOverrides(epochs)),
  ];
  return {
    overrides: [...size, ...neighbourOverrides(config, trainImages), ...changes],
    note: changes.length === 0 ? null : noteOf(config, trainImages, batchSize, epochs),
  };
}

function override(value: unknown, ...path: string[]): Override {
  return { path, value, flag: path.join('.') };
}

/** The largest power of two that is not above `count`. */
function powerOfTwo(count: number): number {
  return 2 ** Math.floor(Math.log2(count));
}

function batchOverrides({ microBatch }: RunConfig, batchSize: number): Override[] {
  const fits = microBatch === null || batchSize % microBatch === 0;
  return [override(batchSize, 'batchSize'), ...(fits ? [] : [override(null, 'microBatch')])];
}

function epochOverrides(epochs: number): Override[] {
  const every = Math.ceil(epochs / evaluations);
  return [
    override(epochs, 'epochs'),
    override(every, 'evaluate', 'everyEpochs'),
    override(every, 'checkpoint', 'everyEpochs'),
  ];
}

function neighbourOverrides({ evaluate }: RunConfig, trainImages: number): Override[] {
  const most = Math.min(trainImages, evaluate.maxImages);
  return evaluate.knnNeighbours <= most ? [] : [override(most, 'evaluate', 'knnNeighbours')];
}

function noteOf(config: RunConfig, trainImages: number, batchSize: number, epochs: number): string {
  const changes = [
    ...(batchSize === config.batchSize
      ? []
      : [l10n.t('batches of {0} instead of {1}', formatCount(batchSize), formatCount(config.batchSize))]),
    ...(epochs === config.epochs
      ? []
      : [l10n.t('{0} epochs instead of {1}', formatCount(epochs), formatCount(config.epochs))]),
  ];
  return l10n.t('{0} images to train on: {1}.', formatCount(trainImages), changes.join(', '));
}
