import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { makeFolder } from '../../../engine/runs/makeFolder';
import { processStart } from '../../../engine/runs/processIdentity';
import type { RunSummary } from '../../../engine/runs/runRecord';
import { studiesFolder, studyLockPath, writePlan, type StudyPlan } from '../../../engine/studies/studyPlan';
import type { Study } from '../../../engine/studies/studySchema';
import { studyTasks, type StudyTask } from '../../../engine/studies/studyTasks';
import { smallStudy } from '../../engine/studies/smallStudy';
import { shownRun } from '../runs/shownRuns';

/** The small study without evaluations, so that a run is done once it is finished: three cells, two seeds. */
export const shortStudy: Study = { ...smallStudy, evaluations: [] };

/** A plan of it, as it is written when it is started. */
export const shortPlan: StudyPlan = {
  ...{ study: shortStudy, size: 'minutes', changes: {}, baseFolder: '/data', seeds: 2, target: null },
  startedAt: '2026-11-29T07:00:00.000Z',
};

/** Its runs, all with the first seed before those with the second: none · 8, linear · 8, linear · 16. */
export const shortTasks: readonly StudyTask[] = studyTasks(shortStudy, shortPlan);

/** A finished run of a task, with so much accuracy (0 to 1) after so many seconds. */
export function doneRun(task: StudyTask, h: number, seconds = 10) {
  const linear = { h, z: h / 2, untrainedH: 0, untrainedZ: 0, chance: 0.1 };
  const summary: RunSummary = {
    ...{ state: 'finished', runFolder: '', steps: 10, seconds, lossStart: 2, lossEnd: 1 },
    ...{ linear, knn: null },
  };
  return runOf(task, 'finished', { summary });
}

/** A run of a task in any state. */
export function runOf(
  { config, name, part }: StudyTask,
  state: Parameters<typeof shownRun>[1],
  record: Parameters<typeof shownRun>[2] = {},
) {
  return shownRun(name, state, { config, baseFolder: '/data', study: part, ...record });
}

/** Writes the plan, and the lock of the process that runs it: of this one unless said otherwise. */
export function startOnDisk(runsFolder: string, owner: { pid?: number; host?: string } | null): void {
  writePlan(runsFolder, shortPlan);
  makeFolder(studiesFolder(runsFolder));
  if (owner === null) return;
  const { pid = process.pid, host = hostname() } = owner;
  const lock = studyLockPath(runsFolder, 'small', 'minutes');
  writeFileSync(lock, JSON.stringify({ pid, host, start: processStart(pid) ?? '' }));
}
