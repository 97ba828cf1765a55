import * as z from 'zod';

/** What an evaluation can look at. */
export const protocolNames = ['linear', 'knn', 'metrics', 'factors'] as const;
export type ProtocolName = (typeof protocolNames)[number];

const share = z.number().min(0).max(1);

const report = z.object({
  top1: share,
  /** null where there are no more than five classes. */
  top5: share.nullable(),
  perClass: z.array(share.nullable()).readonly(),
  /** Images by true class (row) and predicted class (column). */
  confusion: z.array(z.array(z.int()).readonly()).readonly(),
});

const linear = report.extend({
  /** The penalty that was chosen, and the accuracy of each on the validation part. */
  l2: z.number(),
  validation: z.array(z.object({ l2: z.number(), accuracy: share })).readonly(),
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
  request: z.object({
    protocols: z.array(z.enum(protocolNames)).readonly(),
    maxImages: z.int(),
    neighbours: z.int(),
    temperature: z.number(),
    seed: z.int(),
  }),
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
});

export type EvaluationRecord = z.output<typeof evaluationRecordSchema>;
/** What is to be evaluated. */
export type EvaluationRequest = EvaluationRecord['request'];
/** What is to be evaluated, as it is asked for: protocols of null mean all that the images allow; seed of null, the run's. */
export type EvaluationOrder = Omit<EvaluationRequest, 'protocols' | 'seed'> & {
  readonly protocols: EvaluationRequest['protocols'] | null;
  readonly seed: number | null;
};
export type FactorResult = z.output<typeof factor>;
export type RepresentationMetrics = z.output<typeof metrics>;
