import type { RunConfigInput } from '../../config/runConfig';

/** What studies of the size "minutes" have in common: few small images and a small encoder, a run in seconds. */
export const smallRecipe = {
  preset: 'quick',
  data: { builtin: { train: 2000, test: 1000, size: 16 }, imageSize: 16 },
  encoder: { architecture: 'resnet8', width: 8 },
  head: { outputSize: 64 },
  epochs: 16,
  batchSize: 128,
  evaluate: { everyEpochs: 10_000, maxImages: 1000 },
  checkpoint: { everyEpochs: 10_000, keepLast: 1, keepBest: false },
  logEverySteps: 10,
} as const satisfies RunConfigInput & { preset: string };
