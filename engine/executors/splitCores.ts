import { openBackend, type OpenedBackend } from '../backends/openBackend';
import type { RunConfig } from '../config/runConfig';
import { runMemory } from '../models/memoryEstimate';
import { measureStep } from './measureStep';
import type { StepKind } from './stepKinds';

/** Bytes of a process beside its tensors: the program, the images, the loader. */
const processMemory = 400 * 1024 ** 2;
/** How much longer a step takes where others are at work on the remaining cores: they share caches and memory. */
export const besideOthers = 1.08;
/** Several at a time have to be quicker by so much, as one alone is simpler to follow. */
const worthwhile = 1.05;

/** How the cores of this machine are used. */
export interface CoreSplit {
  /** Runs at a time. */
  readonly workers: number;
  /** Threads of each. */
  readonly threads: number;
}

/** Ways to split so many cores, those with fewer runs at a time first. */
export function coreSplits(cores: number, mostWorkers: number): CoreSplit[] {
  const threads = [...new Set([cores, Math.round(Math.sqrt(cores)), 1])];
  const splits = threads.map((each) => splitBy(cores, Math.min(Math.floor(cores / each), mostWorkers)));
  return splits.filter(
    ({ workers }, place) => splits.findIndex((other) => other.workers === workers) === place,
  );
}

/** So many runs at a time, with an equal share of the cores each. */
export function splitBy(cores: number, workers: number): CoreSplit {
  const atLeastOne = Math.max(1, workers);
  return { workers: atLeastOne, threads: Math.max(1, Math.floor(cores / atLeastOne)) };
}

/** Runs that fit into this machine's memory together, at least 1. */
export function mostThatFit(kinds: Iterable<StepKind>): number {
  const largest = Math.max(
    ...[...kinds].map(({ config, imageSize }) => runMemory(config, imageSize) + processMemory),
  );
  return Math.max(1, Math.floor(process.availableMemory() / largest));
}

/**
 * The split under which so many runs take the shortest, by measured steps of the kind given; one run at a time where that is
 * about as quick. Where there is a choice, another CPU backend is open afterwards.
 * @param splits at least one.
 */
export async function quickestSplit(
  splits: readonly CoreSplit[],
  { config, imageSize }: StepKind,
  runs: number,
): Promise<CoreSplit> {
  const [only, ...others] = splits;
  if (only !== undefined && others.length === 0) return only;
  let best: { readonly split: CoreSplit; readonly seconds: number } | null = null;
  for (const split of splits) {
    await openWith(config, split);
    const step = await measureStep(config, imageSize);
    const seconds = Math.ceil(runs / split.workers) * step * (split.workers > 1 ? besideOthers : 1);
    if (best === null || seconds * worthwhile < best.seconds) best = { split, seconds };
  }
  if (best === null) throw new Error('there is no way to split the cores');
  return best.split;
}

/** Opens the CPU backend with so many threads. */
export function openWith(
  { device }: RunConfig,
  { threads }: Pick<CoreSplit, 'threads'>,
): Promise<OpenedBackend> {
  return openBackend({ ...device, threads });
}
