import type { ShownState } from '../../engine/runs/readRun';
import type { ShownRun } from '../runs/shownRun';
import { latestLoss, probeAccuracy } from './runNumbers';
import { stateWord } from './runState';

/** What runs can be sorted by. */
export const runOrders = ['newest', 'name', 'state', 'accuracy', 'loss'] as const;
export type RunOrder = (typeof runOrders)[number];

/** Which runs are shown: those with every word of `text`, and of that state. */
export interface RunFilter {
  readonly text: string;
  readonly state: ShownState | null;
}

/** Shows every run. */
export const noFilter: RunFilter = { text: '', state: null };

/** What wants looking after comes first. */
const stateOrder: readonly ShownState[] = [
  'running',
  'preparing',
  'paused',
  'queued',
  'failed',
  'interrupted',
  'stopped',
  'finished',
];

/**
 * Sorts runs. "newest": those at work, then the queue in its order, then the rest, newest first. "accuracy" and
 * "loss": the best first, those that have none last. Runs that are alike in that are in the order "newest".
 */
export function sortRuns(runs: readonly ShownRun[], order: RunOrder): ShownRun[] {
  const steps = [comparisons[order], comparisons.newest, queueOrder, youngerFirst];
  return [...runs].sort((a, b) => steps.reduce((found, compare) => found || compare(a, b), 0));
}

const comparisons: Readonly<Record<RunOrder, (a: ShownRun, b: ShownRun) => number>> = {
  newest: (a, b) => rank(a) - rank(b),
  name: (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }),
  state: (a, b) => stateOrder.indexOf(a.run.state) - stateOrder.indexOf(b.run.state),
  accuracy: (a, b) => (probeAccuracy(b) ?? -1) - (probeAccuracy(a) ?? -1),
  loss: (a, b) => finite(latestLoss(a)) - finite(latestLoss(b)),
};

/** Whether a filter lets a run through. */
export function matchesFilter(shown: ShownRun, { text, state }: RunFilter): boolean {
  if (state !== null && shown.run.state !== state) return false;
  const { run, title } = shown;
  const { config, dataset } = run.record;
  const about = [title, run.id, stateWord(run.state), dataset?.name ?? '', config.data.source];
  const all = [...about, config.encoder.architecture].join('\n').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** Whether a filter hides nothing. */
export function isNoFilter({ text, state }: RunFilter): boolean {
  return text.trim() === '' && state === null;
}

function rank({ run: { state } }: ShownRun): number {
  return state === 'running' || state === 'preparing' || state === 'paused' ? 0 : state === 'queued' ? 1 : 2;
}

function queueOrder(a: ShownRun, b: ShownRun): number {
  return finite(a.queuePosition) - finite(b.queuePosition);
}

function youngerFirst(a: ShownRun, b: ShownRun): number {
  return b.run.record.createdAt.localeCompare(a.run.record.createdAt) || b.run.id.localeCompare(a.run.id);
}

/** A finite stand-in, since the difference of two infinities is none. */
function finite(value: number | null): number {
  return value ?? Number.MAX_VALUE;
}
