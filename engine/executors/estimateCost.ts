import { availableParallelism } from 'node:os';
import { openBackend, type OpenedBackend } from '../backends/openBackend';
import type { StudyTask } from '../studies/studyTasks';
import { evaluationShare } from './evaluationShare';
import type { ImageFacts } from './imageFacts';
import { measureStep } from './measureStep';
import {
  besideOthers,
  coreSplits,
  mostThatFit,
  openWith,
  quickestSplit,
  splitBy,
  type CoreSplit,
} from './splitCores';
import { kindOf, stepKinds, type StepKind } from './stepKinds';

/** At most so many kinds of step are measured; what the others take is worked out from the nearest of them. */
const mostMeasured = 4;

/** Seconds of a run beside its steps: opening images, evaluations at the end, writing. */
const besides = 3;

/** What a study, or what is left of it, will take, and how it is best computed here. */
export interface CostEstimate extends CoreSplit {
  readonly seconds: number;
  /** What computes it. */
  readonly backend: OpenedBackend['name'];
  /** What was measured on: name and detail of the backend. */
  readonly device: string;
}

/** How the runs are to be computed. */
export interface CostOptions {
  readonly images: ImageFacts;
  /** Runs at a time; undefined for as many as are quickest. */
  readonly workers?: number | undefined;
}

/**
 * Estimates from measured steps what runs will take on this machine, as if it did nothing else, and on the CPU how many at a
 * time are quickest.
 * @param tasks at least one.
 * @throws UserError where the images or the device cannot be used.
 */
export async function estimateCost(
  tasks: readonly StudyTask[],
  { images, workers }: CostOptions,
): Promise<CostEstimate> {
  const kinds = await stepKinds(tasks, images);
  const { opened, split } = await openSplit(tasks, kinds, workers);
  const measured = new Map<string, number>();
  for (const [key, kind] of chosen([...kinds])) {
    measured.set(key, await measureStep(kind.config, kind.imageSize));
  }
  const seconds = tasks.reduce((sum, { config, requests }) => {
    const key = kindOf(config);
    const kind = kinds.get(key);
    if (kind === undefined) return sum;
    const training = config.epochs * kind.stepsPerEpoch * stepSeconds(key, kind, kinds, measured);
    const evaluating = evaluationShare(requests, config, kind.stepsPerEpoch * config.batchSize);
    return sum + training * (1 + evaluating) + besides;
  }, 0);
  // At the end some may have nothing left to do.
  const rounds = Math.ceil(tasks.length / split.workers);
  const slowdown = split.workers > 1 ? besideOthers : 1;
  return {
    ...split,
    seconds: (seconds / tasks.length) * rounds * slowdown,
    backend: opened.name,
    device: `${opened.name}, ${opened.detail}`,
  };
}

/** Decides how many runs are computed at a time, and opens the backend as each of them will. */
async function openSplit(
  tasks: readonly StudyTask[],
  kinds: ReadonlyMap<string, StepKind>,
  workers: number | undefined,
): Promise<{ readonly opened: OpenedBackend; readonly split: CoreSplit }> {
  const [first] = tasks;
  if (first === undefined) throw new Error('there is nothing to estimate');
  const cores = availableParallelism();
  const opened = await openBackend(first.config.device);
  if (opened.name !== 'cpu') return { opened, split: { workers: workers ?? 1, threads: 1 } };
  const most = Math.min(tasks.length, workers ?? mostThatFit(kinds.values()));
  const splits = workers === undefined ? coreSplits(cores, most) : [splitBy(cores, most)];
  const split = await quickestSplit(splits, longest(tasks, kinds), tasks.length);
  // A single run takes the threads of its configuration.
  const own = first.config.device.threads;
  const threads = split.workers === 1 && own !== 'auto' ? own : split.threads;
  if (splits.length === 1 && opened.threads === threads) return { opened, split };
  return { opened: await openWith(first.config, { threads }), split };
}

/** The kind that most of the work is of. */
function longest(tasks: readonly StudyTask[], kinds: ReadonlyMap<string, StepKind>): StepKind {
  const work = new Map<StepKind, number>();
  for (const { config } of tasks) {
    const kind = kinds.get(kindOf(config));
    if (kind === undefined) continue;
    work.set(kind, (work.get(kind) ?? 0) + config.epochs * kind.stepsPerEpoch * kind.work);
  }
  const [most] = [...work].sort(([, a], [, b]) => b - a);
  if (most === undefined) throw new Error('there is nothing to estimate');
  return most[0];
}

/** Some kinds spread over what they take, the least and the most among them. */
function chosen(kinds: readonly (readonly [string, StepKind])[]): readonly (readonly [string, StepKind])[] {
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
  { work }: StepKind,
  kinds: ReadonlyMap<string, StepKind>,
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
