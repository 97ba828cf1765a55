import type { RunConfig } from '../config/runConfig';
import { inspectDataset } from '../data/inspectDataset';
import { encoderWork } from '../models/encoderWork';
import type { StudyTask } from '../studies/studyTasks';

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

/** What the images of a run decide. */
interface DataFacts {
  readonly imageSize: number;
  /** Images to train on. */
  readonly train: number;
}

/**
 * The kinds of step that runs take, by `kindOf` their configurations.
 * @param baseFolder absolute path that relative sources of images refer to.
 * @throws UserError where images cannot be used.
 */
export async function stepKinds(
  tasks: readonly StudyTask[],
  baseFolder: string,
): Promise<ReadonlyMap<string, StepKind>> {
  const kinds = new Map<string, StepKind>();
  const facts = new Map<string, DataFacts>();
  for (const { config } of tasks) {
    const key = kindOf(config);
    if (kinds.has(key)) continue;
    const data = JSON.stringify(config.data);
    const known = facts.get(data) ?? (await factsOf(config, baseFolder));
    facts.set(data, known);
    kinds.set(key, kindFrom(config, known));
  }
  return kinds;
}

/** Configurations whose steps take equally long give the same text. */
export function kindOf({ encoder, head, loss, batchSize, microBatch, data }: RunConfig): string {
  const { type, semiHard } = loss;
  return JSON.stringify([encoder, head, { type, semiHard }, batchSize, microBatch, data]);
}

async function factsOf({ data, seed }: RunConfig, baseFolder: string): Promise<DataFacts> {
  const { images, imageSize } = await inspectDataset(data, { baseFolder, seed });
  return { imageSize, train: Math.min(images.train, data.limit ?? Infinity) };
}

function kindFrom(config: RunConfig, { imageSize, train }: DataFacts): StepKind {
  const { batchSize, encoder } = config;
  const stepsPerEpoch = Math.floor(train / batchSize);
  return { config, imageSize, stepsPerEpoch, work: batchSize * encoderWork(encoder, imageSize) };
}
