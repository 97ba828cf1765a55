import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';

/** What a run that is refused for want of memory has asked for. */
type Batches = Pick<RunConfig, 'batchSize' | 'microBatch'>;

/** A run that is refused before its first step, as the memory does not suffice for one. */
export class MemoryShortage extends UserError {
  /**
   * @param problem what there is no memory for, as half a sentence.
   * @param microBatch the one that is likely to fit; null where none is.
   * @param otherwise what to do then, as half a sentence.
   */
  constructor(
    readonly problem: string,
    readonly microBatch: number | null,
    { batchSize }: Pick<Batches, 'batchSize'>,
    otherwise: string,
  ) {
    const remedy =
      microBatch === null
        ? otherwise
        : `set microBatch to ${microBatch} (gradient caching: the batch stays ${batchSize})`;
    super(`${problem}: ${remedy}`);
  }
}

/**
 * The shortage of a GPU. Nobody knows how much memory it has, so at most half of what did not fit is proposed.
 * @param imageSize side of a view in pixels.
 */
export function gpuShortage(config: Batches, imageSize: number): MemoryShortage {
  const { batchSize, microBatch } = config;
  const embedded = microBatch ?? batchSize;
  const problem = `the GPU has no room for ${2 * embedded} views of ${imageSize}×${imageSize} at once`;
  const smaller = embedded === 1 ? null : largestDivisor(batchSize, embedded / 2);
  return new MemoryShortage(problem, smaller, config, 'use a smaller encoder, or device.backend "cpu"');
}

/** The largest whole number up to `most`, which is at least 1, that divides `batchSize`, as micro-batches have to. */
function largestDivisor(batchSize: number, most: number): number {
  let divisor = Math.floor(most);
  while (batchSize % divisor !== 0) divisor--;
  return divisor;
}
