import { appendFileSync } from 'node:fs';
import { changeLocked } from './changeRecord';
import { removeEndpoint } from './endpoint';
import { readRun } from './readRun';
import { tryLock } from './runLock';

/**
 * Records that a run's process ended without a word: state "failed", with the reason. Only where its record says that
 * it is under way, and no living process writes it.
 * @param reason one sentence.
 * @returns whether that was so.
 * @throws UserError when the folder holds no run, or cannot be written.
 */
export function markFailed(folder: string, reason: string): boolean {
  const { paths, state } = readRun(folder);
  if (state !== 'interrupted') return false;
  const lock = tryLock(paths.lock);
  if (lock === null) return false;
  let marked = false;
  changeLocked(folder, lock, (run) => {
    if (run.state !== 'interrupted') return {};
    marked = true;
    removeEndpoint(paths.folder);
    return { state: 'failed', reason };
  });
  if (marked) appendFileSync(paths.log, `${new Date().toISOString()} error state: failed: ${reason}\n`);
  return marked;
}
