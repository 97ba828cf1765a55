import { studyRuns } from '../../engine/studies/studyRuns';
import type { StudyState } from '../../engine/studies/studyState';
import type { TaskStatus } from '../../engine/studies/taskState';

/** What a study takes, in seconds. */
export interface StudyCost {
  /** Training and evaluating, of all its runs so far. */
  readonly spent: number;
  /** The same of what is missing, by as many runs at a time as there are now; null while no run is done to judge by. */
  readonly left: number | null;
}

/**
 * What a study took and will take: a run that is missing takes as long for each epoch as those that are done, of the same cell
 * where there are such.
 */
export function studyCost(study: Pick<StudyState, 'tasks'>): StudyCost {
  const runs = studyRuns(study);
  const done = runs.filter(({ state }) => state === 'done');
  const left = runs.filter(({ state }) => state !== 'done');
  const costs = left.map((status) => {
    const alike = done.filter(({ task }) => sameCell(task, status.task));
    const pace = secondsPerEpoch(alike) ?? secondsPerEpoch(done);
    return pace === null ? null : pace * status.task.config.epochs * (1 - status.progress);
  });
  const underWay = left.filter(({ state }) => state === 'running' || state === 'evaluating');
  const known = costs.filter((cost) => cost !== null);
  return {
    spent: sum(runs.map(secondsOf)),
    left: known.length < left.length ? null : sum(known) / Math.max(1, underWay.length),
  };
}

function sameCell(a: TaskStatus['task'], b: TaskStatus['task']): boolean {
  return JSON.stringify(a.cell) === JSON.stringify(b.cell);
}

function secondsPerEpoch(runs: readonly TaskStatus[]): number | null {
  const epochs = sum(runs.map(({ task }) => task.config.epochs));
  return epochs === 0 ? null : sum(runs.map(secondsOf)) / epochs;
}

function secondsOf({ run, evaluations }: TaskStatus): number {
  const trained = run?.record.summary?.seconds ?? run?.record.progress?.time ?? 0;
  return trained + sum(evaluations.map((evaluation) => evaluation?.seconds ?? 0));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
