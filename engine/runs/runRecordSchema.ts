import * as z from 'zod';
import { runConfigSchema } from '../config/runConfig';
import { metricsLine } from './metricsLine';
import type { RunRecord } from './runRecord';

const state = z.enum(['queued', 'preparing', 'running', 'paused', 'finished', 'stopped', 'failed']);

const linear = z.object({
  h: z.number(),
  z: z.number(),
  untrainedH: z.number(),
  untrainedZ: z.number(),
  chance: z.number(),
});

const knn = z.object({ h: z.number(), untrainedH: z.number(), chance: z.number() });

const summary = z.object({
  state,
  runFolder: z.string(),
  steps: z.int(),
  seconds: z.number(),
  lossStart: z.number().nullable(),
  lossEnd: z.number().nullable(),
  linear: linear.nullable(),
  knn: knn.nullable(),
});

const dataset = z.object({
  name: z.string(),
  format: z.string(),
  source: z.string(),
  fingerprint: z.string(),
  classes: z.array(z.string()).nullable(),
  imageSize: z.int(),
  trainCount: z.int(),
  testCount: z.int(),
  splitOrigin: z.string(),
  badFiles: z.int(),
});

const device = z.object({
  backend: z.enum(['cpu', 'webgpu', 'cuda']),
  detail: z.string(),
  threads: z.int(),
});

const plan = z.object({
  totalSteps: z.int(),
  stepsPerEpoch: z.int(),
  encoderParameters: z.int(),
  headParameters: z.int(),
  representationSize: z.int(),
  projectionSize: z.int(),
  peakMemory: z.number().optional(),
});

const progress = z.unknown().transform((value, context) => {
  const line = metricsLine(value);
  if (line === null) context.issues.push({ code: 'custom', input: value, message: 'not a line of metrics' });
  return line ?? z.NEVER;
});

const study = z.object({
  name: z.string(),
  size: z.string(),
  cell: z.record(z.string(), z.string()),
});

/** What a readable `run.json` looks like. Keys of later versions are let through unread. */
export const runRecordSchema = z.object({
  format: z.literal(1),
  state,
  reason: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  config: runConfigSchema,
  baseFolder: z.string(),
  branchOf: z.object({ run: z.string(), step: z.int() }).optional(),
  importedFrom: z.string().optional(),
  study: study.optional(),
  dataset: dataset.nullable(),
  device: device.nullable(),
  plan: plan.nullable(),
  versions: z.record(z.string(), z.string()),
  host: z.string(),
  progress: z.union([z.null(), progress]),
  best: z.object({ step: z.int(), value: z.number() }).nullable(),
  // Records of the first version have none.
  warnings: z
    .array(z.object({ kind: z.enum(['collapse', 'starved', 'data']), message: z.string() }))
    .default([]),
  remedy: z.object({ microBatch: z.int().positive() }).optional(),
  summary: summary.nullable(),
}) satisfies z.ZodType<RunRecord>;
