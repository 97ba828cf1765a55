import { runConfigSchema, type RunConfig, type RunConfigInput } from '../../../engine/config/runConfig';

/** A run of 6 epochs of 8 steps that takes about a second: 64 small images, the smallest encoder. */
export function tinyConfig(changes: RunConfigInput = {}): RunConfig {
  return runConfigSchema.parse({
    data: { builtin: { train: 64, test: 32, size: 16 }, imageSize: 16 },
    encoder: { architecture: 'resnet8', width: 4 },
    head: { outputSize: 8 },
    epochs: 6,
    batchSize: 8,
    seed: 3,
    evaluate: { maxImages: 32, knnNeighbours: 5 },
    checkpoint: { everyEpochs: 0.5 },
    device: { threads: 2, loaderThreads: 1 },
    ...changes,
  });
}
