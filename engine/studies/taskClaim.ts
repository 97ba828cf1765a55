import { join } from 'node:path';
import { makeFolder } from '../runs/makeFolder';
import { lockOwner, tryLock, type RunLock } from '../runs/runLock';
import { studiesFolder } from './studyPlan';

/** The right to work at a run of a study, which another process may have: null then. */
export function claimTask(runsFolder: string, key: string): RunLock | null {
  makeFolder(studiesFolder(runsFolder));
  return tryLock(claimPath(runsFolder, key));
}

/** Whether a living process works at a run of a study, training or evaluating it. */
export function isClaimed(runsFolder: string, key: string): boolean {
  return lockOwner(claimPath(runsFolder, key)) !== null;
}

function claimPath(runsFolder: string, key: string): string {
  return join(studiesFolder(runsFolder), `${key}.lock`);
}
