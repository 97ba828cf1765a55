import * as z from 'zod';
import { augmentSchema } from './augmentation';
import { shapesSchema } from './shapes';

const dataSchema = z.strictObject({
  source: z
    .string()
    .min(1)
    .default('builtin')
    .describe('"builtin", or the path of an image folder or data file, relative to the configuration file.'),
  format: z
    .enum(['auto', 'builtin', 'folder', 'cifar10', 'cifar100', 'stl10', 'idx'])
    .default('auto')
    .describe('How to read the source; "auto" looks at what is there.'),
  imageSize: z
    .union([z.literal('auto'), z.int().min(8).max(1024)])
    .default('auto')
    .describe('Side of a view in pixels; "auto" chooses by the images: 32, 64, 96, 128 or 224.'),
  testFraction: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.2)
    .describe('Share of each class held out for evaluation where the data have no split of their own.'),
  limit: z
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe('Use at most this many training images, class-balanced and seeded.'),
  maxBadFiles: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe('Share of unreadable files above which a run refuses to start.'),
  builtin: z
    .strictObject({
      train: z.int().min(10).max(1_000_000).default(5000).describe('Number of training images.'),
      test: z.int().min(10).max(1_000_000).default(1000).describe('Number of evaluation images.'),
      size: z.int().min(16).max(256).default(32).describe('Side in pixels.'),
      seed: z.int().min(0).max(0xffffffff).default(1).describe('Seed of the images.'),
      shapes: shapesSchema
        .default(null)
        .describe('Which shapes there are, each of them a class; null means all ten.'),
    })
    .prefault({})
    .describe('The generated set: number of images, side, seed and shapes.'),
});

const encoderSchema = z.strictObject({
  architecture: z
    .enum(['resnet8', 'resnet20', 'resnet18', 'resnet34', 'resnet50', 'resnet101', 'resnet152'])
    .default('resnet8')
    .describe('resnet8 and resnet20 are the CIFAR kind (three stages).'),
  width: z
    .int()
    .min(1)
    .max(1024)
    .nullable()
    .default(null)
    .describe('Channels of the first stage; null means 16 for resnet8/20 and 64 for the others.'),
  widthMultiplier: z
    .union([z.literal(1), z.literal(2), z.literal(4)])
    .default(1)
    .describe("The paper's 1x, 2x, 4x."),
  stem: z
    .enum(['auto', 'cifar', 'imagenet'])
    .default('auto')
    .describe(
      'cifar: 3x3 stride 1, no pooling; imagenet: 7x7 stride 2 and max-pool; auto: cifar up to 64 pixels.',
    ),
  zeroInitResidual: z
    .boolean()
    .default(false)
    .describe('Start the gain of the last batch norm of each residual block at zero.'),
});

const headSchema = z.strictObject({
  type: z.enum(['none', 'linear', 'nonlinear']).default('nonlinear').describe('Projection head g.'),
  hiddenLayers: z.int().min(1).max(4).default(1).describe('Hidden layers of a non-linear head.'),
  hiddenSize: z.int().min(1).max(65536).nullable().default(null).describe('null means the size of h.'),
  outputSize: z.int().min(1).max(65536).default(128).describe('Size of z.'),
  batchNorm: z
    .boolean()
    .default(false)
    .describe("Batch norm after every layer of the head, as in the authors' code."),
});

const lossSchema = z.strictObject({
  type: z
    .enum(['nt-xent', 'nt-logistic', 'margin', 'decoupled'])
    .default('nt-xent')
    .describe(
      'nt-xent, nt-logistic and margin (triplet) as in the paper (table 2); decoupled is NT-Xent without the positive in its denominator.',
    ),
  temperature: z
    .number()
    .gt(0)
    .max(1000)
    .default(0.5)
    .describe('τ (paper, equation 1), of all but the margin triplet loss.'),
  normalize: z
    .boolean()
    .default(true)
    .describe('L2 normalisation of z (false: plain dot products, table 5).'),
  margin: z
    .number()
    .min(0)
    .max(4)
    .default(0.4)
    .describe('margin: by how much the positive is to be more similar than a negative.'),
  semiHard: z
    .boolean()
    .default(false)
    .describe(
      'nt-logistic and margin: compare each view with one negative, the most similar of those less similar than the positive (within the margin).',
    ),
});

const optimizerSchema = z.strictObject({
  type: z
    .enum(['sgd', 'lars', 'adam'])
    .default('sgd')
    .describe('lars is the choice of the paper, for large batches.'),
  learningRate: z.number().gt(0).max(1000).default(0.3).describe('Before scaling by the batch size.'),
  scaling: z
    .enum(['none', 'linear', 'sqrt'])
    .default('none')
    .describe('linear: × batchSize / 256; sqrt: × √batchSize (paper, appendix B.1).'),
  momentum: z.number().min(0).lt(1).default(0.9).describe('Of sgd and lars.'),
  nesterov: z.boolean().default(false).describe('Nesterov momentum; sgd only.'),
  weightDecay: z
    .number()
    .min(0)
    .max(1)
    .default(1e-4)
    .describe("1e-6 in the paper, 1e-4 in the authors' instructions."),
  excludeFromWeightDecay: z
    .boolean()
    .default(true)
    .describe('Leave biases and batch norm out of weight decay.'),
  trustCoefficient: z.number().gt(0).max(1).default(0.001).describe('η of LARS.'),
  beta1: z.number().min(0).lt(1).default(0.9).describe('Adam: decay of the mean.'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('Adam: decay of the variance.'),
  epsilon: z.number().gt(0).max(1).default(1e-8).describe('Adam: added to the root of the variance.'),
});

const scheduleSchema = z.strictObject({
  type: z.enum(['cosine', 'constant', 'step']).default('cosine').describe('Learning rate after the warm-up.'),
  warmupFraction: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.1)
    .describe('Share of all steps with a linearly rising learning rate.'),
  milestones: z
    .array(z.number().gt(0).lt(1))
    .default([0.6, 0.8])
    .describe('step: shares of all steps at which the rate is multiplied by gamma.'),
  gamma: z.number().gt(0).lte(1).default(0.1).describe('step: factor at each milestone.'),
});

const evaluateSchema = z.strictObject({
  everyEpochs: z
    .number()
    .gt(0)
    .max(10_000)
    .default(1)
    .describe('How often the evaluation images are embedded.'),
  maxImages: z
    .int()
    .min(16)
    .default(2000)
    .describe('At most so many images of each split in evaluations during the run, class-balanced.'),
  probeLearningRate: z.number().gt(0).max(100).default(0.1).describe('Of the online linear probes.'),
  knnNeighbours: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('Neighbours that vote in the nearest-neighbour classifier.'),
  knnTemperature: z
    .number()
    .gt(0)
    .max(100)
    .default(0.1)
    .describe('A neighbour of cosine similarity s votes with the weight exp(s / temperature).'),
});

const checkpointSchema = z.strictObject({
  everyEpochs: z.number().gt(0).max(10_000).default(1).describe('How often a checkpoint is written.'),
  keepLast: z.int().min(1).max(10_000).default(2).describe('Checkpoints that are kept, beside the best.'),
  keepBest: z.boolean().default(true).describe('Also keep the one with the best linear probe on h.'),
});

const deviceSchema = z.strictObject({
  backend: z
    .enum(['auto', 'cpu', 'webgpu', 'cuda'])
    .default('auto')
    .describe('What computes; "auto" takes the fastest that works here.'),
  gpu: z
    .string()
    .min(1)
    .max(200)
    .default('auto')
    .describe(
      'Which GPU: "auto", its number in "simclr backends", or a part of its name, with "#2" for the second of that name.',
    ),
  precision: z
    .enum(['float32', 'mixed'])
    .default('float32')
    .describe(
      '"mixed" multiplies 16-bit floats in the network\'s layers, with sums of 32 bits, on a GPU with matrix units.',
    ),
  lossScale: z
    .union([
      z.literal('dynamic'),
      z
        .number()
        .min(1)
        .max(2 ** 24),
    ])
    .default('dynamic')
    .describe(
      'What gradients are multiplied by where they become 16-bit floats (they are divided by it again); "dynamic" begins at 65536, halves it where they overflow and doubles it after 2000 good steps. Steps that overflow are skipped.',
    ),
  threads: z
    .union([z.literal('auto'), z.int().min(1).max(256)])
    .default('auto')
    .describe('Threads of the CPU backend; "auto" takes every core.'),
  loaderThreads: z
    .union([z.literal('auto'), z.int().min(1).max(64)])
    .default('auto')
    .describe('Threads that make views ahead of the trainer.'),
});

/** Everything that determines a run, with the default, the range and the meaning of each field. */
export const runConfigSchema = z.strictObject({
  $schema: z.string().optional().describe('Path of run.schema.json, for editors.'),
  name: z
    .string()
    .regex(/^[\p{L}\p{N}._ -]{0,80}$/u, 'letters, digits, space, dot, dash and underscore, at most 80')
    .default('')
    .describe('Name of the run; empty means data set and encoder.'),
  seed: z.int().min(0).max(0xffffffff).default(0).describe('Seed of everything random in the run.'),
  data: dataSchema.prefault({}).describe('Images.'),
  augment: augmentSchema.prefault({}).describe('T: the transformations that make two views of an image.'),
  encoder: encoderSchema.prefault({}).describe('f: the network whose output is the representation h.'),
  head: headSchema.prefault({}).describe('g: the projection head, whose output z the loss sees.'),
  loss: lossSchema.prefault({}).describe('What training makes small.'),
  optimizer: optimizerSchema.prefault({}).describe('How the weights move.'),
  schedule: scheduleSchema.prefault({}).describe('How the learning rate changes.'),
  epochs: z.int().min(1).max(1_000_000).default(100).describe('Passes over the training images.'),
  batchSize: z.int().min(2).max(65536).default(256).describe('Images a step, N in the paper; 2N views.'),
  microBatch: z
    .int()
    .min(1)
    .max(65536)
    .nullable()
    .default(null)
    .describe('Images embedded at once (gradient caching); null means the whole batch.'),
  evaluate: evaluateSchema.prefault({}).describe('Evaluations during the run.'),
  checkpoint: checkpointSchema.prefault({}).describe('What a run can go on from.'),
  logEverySteps: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .describe('Steps from one line of metrics.jsonl to the next.'),
  device: deviceSchema.prefault({}).describe('Where it is computed; results depend on it in rounding only.'),
});

/** A run configuration with every default filled in. */
export type RunConfig = z.output<typeof runConfigSchema>;
/** A run configuration as people write it: any part may be left out. */
export type RunConfigInput = z.input<typeof runConfigSchema>;
export type DataConfig = RunConfig['data'];
export type EncoderConfig = RunConfig['encoder'];
export type HeadConfig = RunConfig['head'];
export type LossConfig = RunConfig['loss'];
export type OptimizerConfig = RunConfig['optimizer'];
export type ScheduleConfig = RunConfig['schedule'];
export type EvaluateConfig = RunConfig['evaluate'];
export type DeviceConfig = RunConfig['device'];
