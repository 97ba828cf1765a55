import type { RunConfig } from '../config/runConfig';
import type { DatasetDescription } from '../data/inspectDataset';
import { encoderWork } from '../models/encoderWork';
import type { StudyTask } from '../studies/studyTasks';
import type { ImageFacts } from './imageFacts';

/** A kind of training step: what all runs with it have in common. */
export interface StepKind {
  /** Of one of them. */
  readonly config: RunConfig;
  /** Side of a view in pixels. */
  readonly imageSize: number;
  readonly stepsPerEpoch: number;
  /** Multiplications of the encoder for a batch, one view of each image, forward. */
  readonly work: number;
}

/**
 * The kinds of step that runs take, by `kindOf` their configurations.
 * @throws UserError where images cannot be used.
 */
export async function stepKinds(
  tasks: readonly StudyTask[],
  images: ImageFacts,
): Promise<ReadonlyMap<string, StepKind>> {
  const kinds = new Map<string, StepKind>();
  for (const { config } of tasks) {
    const key = kindOf(config);
    if (kinds.has(key)) continue;
    kinds.set(key, kindFrom(config, await images.of(config)));
  }
  return kinds;
}

/** Configurations whose steps take equally long give the same text. */
export function kindOf({ encoder, head, loss, batchSize, microBatch, data }: RunConfig): string {
  const { type, semiHard } = loss;
  return JSON.stringify([encoder, head, { type, semiHard }, batchSize, microBatch, data]);
}

function kindFrom(config: RunConfig, { imageSize, images }: DatasetDescription): StepKind {
  const { batchSize, encoder, data } = config;
  const train = Math.min(images.train, data.limit ?? Infinity);
  const stepsPerEpoch = Math.floor(train / batchSize);
  return { config, imageSize, stepsPerEpoch, work: batchSize * encoderWork(encoder, imageSize) };
}
