import * as z from 'zod';
import { shapesSchema } from '../config/shapes';

/** What an evaluation can look at. */
export const protocolNames = [
  'linear',
  'knn',
  'metrics',
  'factors',
  'shortcut',
  'semi-supervised',
  'transfer',
  'supervised',
] as const;
export type ProtocolName = (typeof protocolNames)[number];
/** Those that train networks, which takes minutes or hours: they are asked for by name. */
export const trainingProtocols: readonly ProtocolName[] = ['semi-supervised', 'transfer', 'supervised'];

/** What z knows less well than h by more than this share is lost in the head: a point or two is noise on a thousand images. */
export const lossThreshold = 0.05;

const share = z.number().min(0).max(1);

const report = z.object({
  top1: share,
  /** null where there are no more than five classes. */
  top5: share.nullable(),
  perClass: z.array(share.nullable()).readonly(),
  /** Images by true class (row) and predicted class (column). */
  confusion: z.array(z.array(z.int()).readonly()).readonly(),
});

const accuracies = z.object({
  top1: share,
  /** null where there are no more than five classes. */
  top5: share.nullable(),
});

/** How a network learnt from labels: by descent with Nesterov momentum and cosine decay, from crops and flips or T. */
const recipe = z.object({
  epochs: z.number(),
  /** Images a step. */
  batchSize: z.int(),
  /** Before scaling by batchSize / 256. */
  learningRate: z.number(),
  weightDecay: z.number(),
});

const linear = report.extend({
  /** The penalty that was chosen, and the accuracy of each on the validation part; by descent 0 and none. */
  l2: z.number(),
  validation: z.array(z.object({ l2: z.number(), accuracy: share })).readonly(),
  /** How it was trained; null where it was fitted by L-BFGS. */
  recipe: recipe.nullable().default(null),
});

const trained = accuracies.extend({ recipe });

const semiSupervised = z.object({
  /** Share of the labels that was used, and the images that makes. */
  share,
  images: z.int(),
  /** The checkpoint's encoder, fine-tuned, and the same network from its first values. */
  fineTuned: trained,
  scratch: trained,
});

const transfer = z.object({
  target: z.object({
    name: z.string(),
    fingerprint: z.string(),
    classes: z.array(z.string()).readonly(),
    imageSize: z.int(),
    trainImages: z.int(),
    testImages: z.int(),
  }),
  chance: share,
  /** Logistic regression on h of three encoders; the supervised one is null where the run's images have no labels. */
  linear: z.object({ pretrained: accuracies, random: accuracies, supervised: accuracies.nullable() }),
  /** The same three, trained on the target's labels. */
  fineTuned: z.object({ pretrained: trained, random: trained, supervised: trained.nullable() }),
});

const shortcut = z.object({
  images: z.int(),
  chance: share,
  /** Of crops alone, and with the colour distortion of T. */
  crops: share,
  distorted: share,
});

/** Images of another data set that an encoder is transferred to. */
const target = z.object({
  /** Absolute path, or "builtin". */
  source: z.string(),
  /** Side of a view in pixels; null where the images must suggest that of the run. */
  imageSize: z.int().nullable().default(null),
  /** At most so many images to learn from, where labels of the target are few; null for as many as of the run's own. */
  trainImages: z.int().min(1).nullable().default(null),
  /** Of built-in images, the shapes that are shown: with others than the run's, classes that it has not seen. */
  shapes: shapesSchema.default(null),
});

/** What is to be evaluated, in full. */
export const evaluationRequestSchema = z.object({
  protocols: z.array(z.enum(protocolNames)).readonly(),
  maxImages: z.int(),
  neighbours: z.int(),
  temperature: z.number(),
  seed: z.int(),
  /** Linear evaluation by L-BFGS on features of whole images, or by descent on crops and flips. */
  solver: z.enum(['lbfgs', 'sgd']).default('lbfgs'),
  /** Shares of the labels for semi-supervised learning. */
  labelShares: z.array(share).readonly().default([0.01, 0.1, 1]),
  target: target.nullable().default(null),
  /** Epochs and learning rate of what is trained on a frozen or pretrained encoder; null means the paper's. */
  epochs: z.number().nullable().default(null),
  learningRate: z.number().nullable().default(null),
  /** Smallest share of the area that crops keep; 1 for whole images, null for the run's own crops. */
  cropScale: share.nullable().default(null),
});

const metrics = z.object({
  /** Mean squared distance of positive pairs under the run's T, 0 to 4. */
  alignment: z.number(),
  uniformity: z.number(),
  /** Effective rank (RankMe) and its largest possible value. */
  rank: z.number(),
  largestRank: z.number(),
  /** Mean squared distance of two images of one class, and of different classes; null without labels. */
  intraClass: z.number().nullable(),
  interClass: z.number().nullable(),
});

const factor = z.object({
  name: z.string(),
  /** Recorded of generated images, or something that was done to the images. */
  kind: z.enum(['recorded', 'transformation']),
  classes: z.int(),
  chance: share,
  h: share,
  z: share,
});

const both = <T extends z.ZodType>(type: T) => z.object({ h: type, z: type });

/** What an evaluation found out about a checkpoint, with everything that is needed to repeat it. */
export const evaluationRecordSchema = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** Path of the checkpoint within the run folder. */
  checkpoint: z.string(),
  step: z.int(),
  request: evaluationRequestSchema,
  dataset: z.object({
    name: z.string(),
    fingerprint: z.string(),
    classes: z.array(z.string()).readonly().nullable(),
    imageSize: z.int(),
    trainImages: z.int(),
    testImages: z.int(),
  }),
  device: z.object({ backend: z.string(), detail: z.string(), threads: z.int() }),
  versions: z.record(z.string(), z.string()),
  seconds: z.number(),
  /** Share of the most frequent class among the test images; null without labels. */
  chance: share.nullable(),
  linear: both(linear).nullable(),
  knn: both(report).nullable(),
  metrics: both(metrics).nullable(),
  factors: z.array(factor).readonly().nullable(),
  shortcut: shortcut.nullable().default(null),
  semiSupervised: z.array(semiSupervised).readonly().nullable().default(null),
  transfer: transfer.nullable().default(null),
  supervised: trained.nullable().default(null),
});

export type EvaluationRecord = z.output<typeof evaluationRecordSchema>;
/** What is to be evaluated. */
export type EvaluationRequest = EvaluationRecord['request'];
type EvaluationOrderInput = z.input<typeof evaluationRequestSchema>;
/** What is to be evaluated, as it is asked for: protocols of null mean all quick ones that the images allow; seed of null, the run's. */
export type EvaluationOrder = Omit<EvaluationOrderInput, 'protocols' | 'seed'> & {
  readonly protocols: EvaluationRequest['protocols'] | null;
  readonly seed: number | null;
};
export type FactorResult = z.output<typeof factor>;
export type RepresentationMetrics = z.output<typeof metrics>;
export type Accuracies = z.output<typeof accuracies>;
export type TrainedResult = z.output<typeof trained>;
export type SemiSupervisedResult = z.output<typeof semiSupervised>;
export type TransferResult = z.output<typeof transfer>;
export type ClassifierRecipe = z.output<typeof recipe>;
