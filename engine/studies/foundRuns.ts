import type { Run } from '../runs/readRun';
import { runKey } from './runKey';

/** Which of two runs of one key is the better one to go on with, or to take numbers from: the first of these states. */
const preference: readonly Run['state'][] = [
  'finished',
  'running',
  'paused',
  'preparing',
  'interrupted',
  'stopped',
  'queued',
  'failed',
];

/** The best run of each key; among equals the one that was begun last. Branches and imported encoders did not begin as their configuration says. */
export function runsByKey(runs: readonly Run[]): ReadonlyMap<string, Run> {
  const found = new Map<string, Run>();
  for (const run of runs) {
    const { config, baseFolder, branchOf, importedFrom } = run.record;
    if (branchOf !== undefined || importedFrom !== undefined) continue;
    const key = runKey(config, baseFolder);
    const before = found.get(key);
    if (before === undefined || isBetter(run, before)) found.set(key, run);
  }
  return found;
}

function isBetter(run: Run, other: Run): boolean {
  const [rank, rankOfOther] = [preference.indexOf(run.state), preference.indexOf(other.state)];
  return rank < rankOfOther || (rank === rankOfOther && run.record.createdAt > other.record.createdAt);
}
