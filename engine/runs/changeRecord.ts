import { writeFileAtomic } from './atomicFile';
import { readRun, type Run } from './readRun';
import { acquireLock, type RunLock } from './runLock';
import type { RunRecord } from './runRecord';

/**
 * Changes the record of a run that no process is writing, under its lock.
 * @param change given the run as it is once the lock is ours; what it throws leaves the record as it was.
 * @throws UserError when a living process writes the run, or the folder holds no run.
 */
export function changeRecord(folder: string, change: (run: Run) => Partial<RunRecord>): void {
  changeLocked(folder, acquireLock(readRun(folder).paths.lock), change);
}

/** As `changeRecord`, with the run's lock, which is released. */
export function changeLocked(folder: string, lock: RunLock, change: (run: Run) => Partial<RunRecord>): void {
  try {
    const run = readRun(folder);
    // The lock's owner is this process, which would make an interrupted run seem alive.
    const state = needsProcess(run) ? 'interrupted' : run.state;
    const record = { ...run.record, ...change({ ...run, state }), updatedAt: new Date().toISOString() };
    writeFileAtomic(run.paths.record, `${JSON.stringify(record, null, 2)}\n`);
  } finally {
    lock.release();
  }
}

function needsProcess({ state }: Run): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused';
}
