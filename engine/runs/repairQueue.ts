import { join } from 'node:path';
import { listRuns } from './listRuns';
import { readRun } from './readRun';
import { changeQueue, readQueue, stateOf, type QueueEntry } from './runQueue';

/**
 * Puts queued runs that the queue lacks at its end, and drops entries whose run is gone or not queued any more: what
 * a process leaves behind that was killed between two writes.
 * @param queued names of all queued runs, oldest first, where the caller knows them; they are looked at again.
 */
export function repairQueue(runsFolder: string, queued: readonly string[] = queuedRuns(runsFolder)): void {
  if (isSound(readQueue(runsFolder), queued)) return;
  changeQueue(runsFolder, (entries) => {
    const kept = entries.filter(({ id }) => stateOf(runsFolder, id) === 'queued');
    const missing = queued.filter((id) => !kept.some((entry) => entry.id === id));
    return [...kept, ...missing.flatMap((id) => entryOf(runsFolder, id))];
  });
}

function isSound(entries: readonly QueueEntry[], queued: readonly string[]): boolean {
  const ids = new Set(entries.map(({ id }) => id));
  return ids.size === entries.length && ids.size === queued.length && queued.every((id) => ids.has(id));
}

function queuedRuns(runsFolder: string): string[] {
  return listRuns(runsFolder)
    .runs.filter(({ state }) => state === 'queued')
    .map(({ id }) => id);
}

function entryOf(runsFolder: string, id: string): QueueEntry[] {
  try {
    const { record } = readRun(join(runsFolder, id));
    if (record.state !== 'queued') return [];
    return [{ id, lane: record.config.device.backend, addedAt: record.updatedAt }];
  } catch {
    // It was removed, or damaged, since it was listed.
    return [];
  }
}
