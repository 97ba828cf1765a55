import type { RunConfigInput } from '../../config/runConfig';

/** A part of a configuration file. */
type Layer = RunConfigInput & { readonly preset?: string };
type Transforms = NonNullable<NonNullable<RunConfigInput['augment']>['transforms']>;

/** Evaluations and checkpoints at the end alone: a study looks at nothing else. */
const atTheEnd = {
  evaluate: { everyEpochs: 10_000 },
  checkpoint: { everyEpochs: 10_000, keepLast: 1, keepBest: false },
} as const satisfies Layer;

/** The paper's colour distortion of a strength (appendix A), jitter and gray. */
export function colorDistortion(strength: number): Transforms {
  const factor = 0.8 * strength;
  return [
    { type: 'color', brightness: factor, contrast: factor, saturation: factor, hue: 0.2 * strength },
    { type: 'grayscale' },
  ];
}

/**
 * Some twelve seconds on one core: built-in images of 16 pixels, where crops keep a fifth of the area at least, since less shows
 * nothing. Adam learns under every T and head of the studies without a rate being looked for.
 */
export const seconds = {
  preset: 'quick',
  data: { builtin: { train: 1000, test: 2000, size: 16 }, imageSize: 16 },
  encoder: { architecture: 'resnet8', width: 16 },
  head: { outputSize: 64 },
  optimizer: { type: 'adam', learningRate: 0.005 },
  epochs: 20,
  batchSize: 64,
  logEverySteps: 10,
  ...atTheEnd,
} as const satisfies Layer;

/** About a minute on one core: more and larger images, for longer. */
export const oneMinute = {
  ...seconds,
  data: { builtin: { train: 2000, test: 2000, size: 24 }, imageSize: 24 },
  epochs: 30,
} as const satisfies Layer;

/**
 * A quarter of the paper's colour distortion: for what is about the contrastive task, which few networks of these sizes learn
 * to solve under all of it.
 */
export const littleColor = {
  augment: {
    transforms: [{ type: 'crop', scale: [0.2, 1] }, { type: 'flip' }, ...colorDistortion(0.25)],
  },
} satisfies Layer;

/**
 * For what is about the head. A shallow encoder takes it for one more layer, and z may then be better than h: here the encoder is
 * deeper, the head's hidden layer as wide as learning takes, and the images are smaller and fewer in return.
 */
export const deep = {
  ...oneMinute,
  data: { builtin: { train: 1500, test: 2000, size: 20 }, imageSize: 20 },
  encoder: { architecture: 'resnet20', width: 16 },
  head: { outputSize: 64, hiddenSize: 256 },
  optimizer: { type: 'adam', learningRate: 0.003 },
} as const satisfies Layer;

export const ofSeconds = 'Built-in images of 16 pixels (1,000), ResNet-8, 20 epochs.';
export const ofOneMinute = 'Built-in images of 24 pixels (2,000), ResNet-8, 30 epochs.';
export const ofDeep =
  'Built-in images of 20 pixels (1,500), ResNet-20, four times as many hidden units as h has numbers.';

/** CIFAR-10 on one GPU, a run in some minutes there: the authors' recipe with fewer epochs. */
export const cifar = {
  preset: 'cifar',
  data: { source: 'cifar-10-batches-bin' },
  epochs: 50,
  logEverySteps: 10,
  ...atTheEnd,
} as const satisfies Layer;
export const ofCifar =
  'CIFAR-10 (the folder "cifar-10-batches-bin", or name yours), ResNet-18, 50 epochs, one GPU.';

/** As published. */
export const published = {
  preset: 'paper',
  data: { source: 'imagenet' },
  logEverySteps: 10,
  evaluate: { everyEpochs: 10 },
  checkpoint: { everyEpochs: 1, keepLast: 2, keepBest: false },
} as const satisfies Layer;
export const asPublished =
  'ImageNet (the folder "imagenet", or name yours), ResNet-50, batch 4096, 100 epochs.';
