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
 * The shortage of a GPU.
 * @param imageSize side of a view in pixels.
 * @param most images that may fit, of which at most so many are proposed: half of what did not fit unless given, as nobody
 *   knows how much memory a GPU has.
 */
export function gpuShortage(
  config: Batches,
  imageSize: number,
  most = (config.microBatch ?? config.batchSize) / 2,
): MemoryShortage {
  const { batchSize, microBatch } = config;
  const embedded = microBatch ?? batchSize;
  const problem = `the GPU has no room for ${2 * embedded} views of ${imageSize}×${imageSize} at once`;
  const smaller = most < 1 ? null : largestDivisor(batchSize, most);
  return new MemoryShortage(problem, smaller, config, 'use a smaller encoder, or device.backend "cpu"');
}

/** The largest whole number up to `most`, which is at least 1, that divides `batchSize`, as micro-batches have to. */
function largestDivisor(batchSize: number, most: number): number {
  let divisor = Math.floor(most);
  while (batchSize % divisor !== 0) divisor--;
  return divisor;
}
