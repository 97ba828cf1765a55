import { basename, dirname } from 'node:path';
import { checkpointStep } from '../../engine/runs/checkpoints';
import { readRun, type Run } from '../../engine/runs/readRun';

/** A run folder and the step of one of its checkpoints. */
export interface RunOfCheckpoint {
  readonly run: Run;
  readonly step: number;
}

/** The run in whose folder `checkpoints/` a file lies; null where it lies elsewhere, or the run cannot be read. */
export function runOfCheckpoint(path: string): RunOfCheckpoint | null {
  const step = checkpointStep(basename(path));
  const folder = dirname(path);
  if (step === null || basename(folder) !== 'checkpoints') return null;
  try {
    return { run: readRun(dirname(folder)), step };
  } catch {
    // A checkpoint can be looked at without its run, and the list of runs says what is wrong with that.
    return null;
  }
}
