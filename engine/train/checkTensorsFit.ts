import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { convolutionsOf, planEncoder } from '../models/encoderPlan';
import { gpuShortage } from './memoryShortage';

const bytesPerNumber = 4;

/**
 * Refuses what embeds so many images at once that their views, or what a layer makes of them, are more than the GPU takes
 * as one tensor, however much memory it has.
 * @param imageSize side of a view in pixels.
 * @param largestBuffer bytes that a program can read as one tensor.
 * @throws MemoryShortage with the largest micro-batch of which every tensor fits; UserError where the views of a batch cannot
 *   be compared by this loss.
 */
export function checkTensorsFit(
  config: Pick<RunConfig, 'batchSize' | 'microBatch' | 'encoder' | 'loss'>,
  imageSize: number,
  largestBuffer: number,
): void {
  const views = 2 * config.batchSize;
  if (config.loss.type !== 'nt-xent' && bytesPerNumber * views * views > largestBuffer) {
    throw new UserError(
      `the GPU has no room for the similarities of ${views} views, which loss.type "${config.loss.type}" needs at once: use a smaller batchSize, or "nt-xent"`,
    );
  }
  const layers = convolutionsOf(planEncoder(config.encoder, imageSize));
  const numbers = layers.map(({ outputSide, outputs }) => outputSide * outputSide * outputs);
  const largest = Math.max(3 * imageSize * imageSize, ...numbers);
  const images = Math.floor(largestBuffer / (2 * bytesPerNumber * largest));
  if (images < (config.microBatch ?? config.batchSize)) throw gpuShortage(config, imageSize, images);
}
