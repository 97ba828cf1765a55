import type { RunConfigInput } from './runConfig';

/** A recipe to start from. */
export interface Preset {
  /** What it is for, in one sentence. */
  readonly description: string;
  readonly config: RunConfigInput;
}

/** T of the paper (appendix A) for ImageNet: colour strength 1 and blur. */
const paperTransforms: NonNullable<NonNullable<RunConfigInput['augment']>['transforms']> = [
  { type: 'crop' },
  { type: 'flip' },
  { type: 'color', brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
  { type: 'grayscale' },
  { type: 'blur' },
];

/** Appendix A: ResNet-50, batch 4096, 100 epochs, LARS at 0.3 × batch / 256 with ten epochs of warm-up. */
const paper = {
  data: { imageSize: 224 },
  augment: { transforms: paperTransforms },
  encoder: { architecture: 'resnet50' },
  head: { type: 'nonlinear', hiddenLayers: 1, outputSize: 128 },
  loss: { temperature: 0.1 },
  optimizer: { type: 'lars', learningRate: 0.3, scaling: 'linear', momentum: 0.9, weightDecay: 1e-6 },
  schedule: { type: 'cosine', warmupFraction: 0.1 },
  epochs: 100,
  batchSize: 4096,
} as const satisfies RunConfigInput;

/** Recipes by name. */
export const presets = {
  quick: {
    description: 'A small encoder and few epochs: minutes on two cores, to see that it learns.',
    config: {
      // Strength 1 of the paper's colour distortion: with half of it, the colours of these images are a shortcut.
      augment: {
        transforms: [
          { type: 'crop', scale: [0.2, 1] },
          { type: 'flip' },
          { type: 'color', brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
          { type: 'grayscale' },
        ],
      },
      encoder: { architecture: 'resnet8' },
      loss: { temperature: 0.2 },
      optimizer: { type: 'sgd', learningRate: 0.3, momentum: 0.9, weightDecay: 1e-4 },
      schedule: { type: 'cosine', warmupFraction: 0.1 },
      epochs: 18,
      batchSize: 128,
    },
  },
  /**
   * Appendix B.9 with the encoder and batch that the authors' instructions give for one GPU: ResNet-18 instead of
   * ResNet-50 costs a third and loses two points. 200 of its 1000 epochs give most of the accuracy.
   */
  cifar: {
    description:
      "The authors' recipe for CIFAR-10 on one machine: ResNet-18, weaker colour, no blur, 200 epochs.",
    config: {
      data: { imageSize: 32 },
      augment: {
        transforms: [
          { type: 'crop' },
          { type: 'flip' },
          { type: 'color', brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 },
          { type: 'grayscale' },
        ],
      },
      encoder: { architecture: 'resnet18', stem: 'cifar' },
      loss: { temperature: 0.5 },
      optimizer: { type: 'lars', learningRate: 1, scaling: 'linear', momentum: 0.9, weightDecay: 1e-4 },
      schedule: { type: 'cosine', warmupFraction: 0.05 },
      epochs: 200,
      batchSize: 512,
      evaluate: { everyEpochs: 5 },
      checkpoint: { everyEpochs: 5 },
    },
  },
  paper: {
    description: "The paper's ImageNet recipe: ResNet-50, batch 4096, 100 epochs, LARS, colour and blur.",
    config: paper,
  },
  /** The authors' program where it differs from their text: a deeper head with batch norm, decay, zero gains. */
  'paper-code': {
    description:
      "The same as the authors' code has it: three-layer head with batch norm, weight decay 1e-4, residual gains from zero.",
    config: {
      ...paper,
      encoder: { ...paper.encoder, zeroInitResidual: true },
      head: { ...paper.head, hiddenLayers: 2, batchNorm: true },
      optimizer: { ...paper.optimizer, weightDecay: 1e-4 },
    },
  },
} as const satisfies Readonly<Record<string, Preset>>;

/** Name of a preset. */
export type PresetName = keyof typeof presets;

/** Every preset's name, the smallest first. */
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];
