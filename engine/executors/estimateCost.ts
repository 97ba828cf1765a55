import { openBackend } from '../backends/openBackend';
import type { RunConfig } from '../config/runConfig';
import { inspectDataset } from '../data/inspectDataset';
import { encoderWork } from '../models/encoderWork';
import type { EvaluationRequest, ProtocolName } from '../runs/evaluationRecord';
import type { StudyTask } from '../studies/studyTasks';
import { measureStep } from './measureStep';

/** At most so many kinds of step are measured; what the others take is worked out from the nearest of them. */
const mostMeasured = 4;

/** Seconds of a run beside its steps: opening images, evaluations at the end, writing. */
const besides = 3;

/** What evaluations that train cost, as a share of the run's own training: they embed one view of an image, not two. */
const shares: Partial<Readonly<Record<ProtocolName, number>>> = {
  supervised: 0.6,
  'semi-supervised': 1,
  transfer: 2.5,
  linear: 0.1,
  factors: 0.2,
};

/** What a study, or what is left of it, will take. */
export interface CostEstimate {
  readonly seconds: number;
  /** What was measured on: name and detail of the backend. */
  readonly device: string;
}

/** How the runs are to be computed. */
export interface CostOptions {
  /** Absolute path that relative sources of images refer to. */
  readonly baseFolder: string;
  /** Runs at a time. */
  readonly workers: number;
}

/** A kind of step: what all runs with it have in common. */
interface Kind {
  readonly config: RunConfig;
  readonly imageSize: number;
  readonly stepsPerEpoch: number;
  /** Multiplications, as far as they are known without trying. */
  readonly work: number;
}

/**
 * Estimates from measured steps what runs will take on this machine, as if it did nothing else.
 * @throws UserError where the images or the device cannot be used.
 */
export async function estimateCost(
  tasks: readonly StudyTask[],
  { baseFolder, workers }: CostOptions,
): Promise<CostEstimate> {
  const kinds = new Map<string, Kind>();
  const facts = new Map<string, DataFacts>();
  for (const { config } of tasks) {
    const key = kindOf(config);
    if (kinds.has(key)) continue;
    const data = JSON.stringify(config.data);
    const known = facts.get(data) ?? (await factsOf(config, baseFolder));
    facts.set(data, known);
    kinds.set(key, kindFrom(config, known));
  }
  const [first] = tasks;
  if (first === undefined) return { seconds: 0, device: '' };
  const opened = await openBackend(first.config.device);
  const measured = new Map<string, number>();
  for (const [key, kind] of chosen([...kinds])) {
    measured.set(key, await measureStep(kind.config, kind.imageSize));
  }
  const seconds = tasks.reduce((sum, { config, requests }) => {
    const key = kindOf(config);
    const kind = kinds.get(key);
    if (kind === undefined) return sum;
    const training = config.epochs * kind.stepsPerEpoch * stepSeconds(key, kind, kinds, measured);
    return sum + training * (1 + evaluationShare(requests)) + besides;
  }, 0);
  // One run with all threads makes use of about as many cores as several with fewer.
  const atOnce = opened.name === 'cpu' ? Math.min(workers, 2) * 0.9 : workers;
  return { seconds: seconds / Math.max(1, atOnce), device: `${opened.name}, ${opened.detail}` };
}

function kindOf({ encoder, head, loss, batchSize, microBatch, data }: RunConfig): string {
  const { type, semiHard } = loss;
  return JSON.stringify([encoder, head, { type, semiHard }, batchSize, microBatch, data]);
}

/** What the images of a run decide. */
interface DataFacts {
  readonly imageSize: number;
  /** Images to train on. */
  readonly train: number;
}

async function factsOf({ data, seed }: RunConfig, baseFolder: string): Promise<DataFacts> {
  const { images, imageSize } = await inspectDataset(data, { baseFolder, seed });
  return { imageSize, train: Math.min(images.train, data.limit ?? Infinity) };
}

function kindFrom(config: RunConfig, { imageSize, train }: DataFacts): Kind {
  const { batchSize, encoder } = config;
  const stepsPerEpoch = Math.floor(train / batchSize);
  return { config, imageSize, stepsPerEpoch, work: batchSize * encoderWork(encoder, imageSize) };
}

/** Some kinds spread over what they take, the least and the most among them. */
function chosen(kinds: readonly (readonly [string, Kind])[]): readonly (readonly [string, Kind])[] {
  const sorted = [...kinds].sort(([, a], [, b]) => a.work - b.work);
  if (sorted.length <= mostMeasured) return sorted;
  const places = Array.from({ length: mostMeasured }, (_, at) =>
    Math.round((at * (sorted.length - 1)) / (mostMeasured - 1)),
  );
  return places.flatMap((place) => {
    const found = sorted[place];
    return found === undefined ? [] : [found];
  });
}

/** As measured, or by comparison with the measured kind that is nearest in its work. */
function stepSeconds(
  key: string,
  { work }: Kind,
  kinds: ReadonlyMap<string, Kind>,
  measured: ReadonlyMap<string, number>,
): number {
  const own = measured.get(key);
  if (own !== undefined) return own;
  const distance = (other: number) => Math.abs(Math.log(other / work));
  const [nearest] = [...measured]
    .map(([other, seconds]) => ({ seconds, work: kinds.get(other)?.work ?? work }))
    .sort((a, b) => distance(a.work) - distance(b.work));
  return nearest === undefined ? 0 : nearest.seconds * (work / nearest.work);
}

function evaluationShare(requests: readonly EvaluationRequest[]): number {
  return requests
    .flatMap(({ protocols }) => protocols)
    .reduce((sum, protocol) => sum + (shares[protocol] ?? 0), 0);
}
