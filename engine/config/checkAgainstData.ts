import { UserError } from '../errors';
import type { RunConfig } from './runConfig';

/** What a configuration has to fit, known once the images are decoded. */
export interface DataFacts {
  /** Images to train on, `data.limit` applied. */
  readonly trainCount: number;
  /** Whether the images have labels, so that probe and kNN take place. */
  readonly labelled: boolean;
  /** Longer side in pixels of the largest image. */
  readonly largestSide: number;
}

/** Sides that `data.imageSize` "auto" chooses from: views may be as large as the next one above the images. */
const usualSides = [32, 64, 96, 128, 224];

/**
 * Refuses what cannot work with these images on this machine.
 * @throws UserError naming every problem on a line of its own, with the field and the remedy.
 */
export function checkAgainstData(config: RunConfig, facts: DataFacts): void {
  const problems = [
    batchProblem(config, facts),
    imageSizeProblem(config, facts),
    neighboursProblem(config, facts),
  ].filter((problem) => problem !== null);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

function batchProblem({ batchSize }: RunConfig, { trainCount }: DataFacts): string | null {
  if (batchSize <= trainCount) return null;
  return trainCount < 2
    ? `there ${trainCount === 1 ? 'is 1 image' : 'are no images'} to train on: contrastive learning needs at least 2`
    : `batchSize is ${batchSize}, but there are only ${trainCount} images to train on: use a batch of at most ${trainCount}`;
}

function imageSizeProblem({ data: { imageSize } }: RunConfig, { largestSide }: DataFacts): string | null {
  const most = Math.max(largestSide, usualSides.find((side) => side >= largestSide) ?? 0);
  if (imageSize === 'auto' || imageSize <= most) return null;
  return `data.imageSize is ${imageSize}, but the largest image has only ${largestSide} pixels a side: use at most ${most}, or "auto"`;
}

function neighboursProblem(config: RunConfig, { labelled, trainCount }: DataFacts): string | null {
  const { knnNeighbours, maxImages } = config.evaluate;
  const images = Math.min(trainCount, maxImages);
  if (!labelled || knnNeighbours <= images) return null;
  return `evaluate.knnNeighbours is ${knnNeighbours}, but there are only ${images} images to be neighbours: use at most ${images}`;
}

/** What is wrong where training takes more bytes of memory than there are, as half a sentence; null where it fits. */
export function memoryProblem(needed: number, available: number): string | null {
  if (needed <= available) return null;
  return `this run would take ${gigabytes(needed)} of memory, but there is ${gigabytes(available)}`;
}

function gigabytes(bytes: number): string {
  const number = bytes / 1024 ** 3;
  return `${number.toFixed(number < 10 ? 1 : 0)} GiB`;
}
