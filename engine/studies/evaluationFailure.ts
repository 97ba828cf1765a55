import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../runs/atomicFile';
import { hasCode } from '../runs/fileErrors';
import { studiesFolder } from './studyPlan';

/** Keeps why a trained run of a study could not be evaluated: its record tells of its training alone. */
export function writeEvaluationFailure(runsFolder: string, key: string, reason: string): void {
  writeFileAtomic(failurePath(runsFolder, key), `${reason}\n`);
}

/** Why the last attempt at evaluating a run of a study failed; null where it did not. */
export function readEvaluationFailure(runsFolder: string, key: string): string | null {
  try {
    return readFileSync(failurePath(runsFolder, key), 'utf8').trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Forgets why a run could not be evaluated, before that is tried again. */
export function clearEvaluationFailure(runsFolder: string, key: string): void {
  rmSync(failurePath(runsFolder, key), { force: true });
}

function failurePath(runsFolder: string, key: string): string {
  return join(studiesFolder(runsFolder), `${key}.failure`);
}
