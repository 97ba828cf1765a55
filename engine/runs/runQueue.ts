import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { DeviceConfig, RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { writeFileAtomic } from './atomicFile';
import { writeError } from './fileErrors';
import { makeFolder } from './makeFolder';
import { readRun } from './readRun';
import { lockOwner, tryLock, type LockOwner, type RunLock } from './runLock';
import type { RunState } from './runRecord';

/** A device of this machine, on which one run trains at a time. */
export type Lane = 'cpu' | 'webgpu' | 'cuda';

/** A run that waits for its device. */
export interface QueueEntry {
  /** Name of the run's folder. */
  readonly id: string;
  /** "auto" until an engine has found out which device of this machine that is; earlier versions took it for the CPU. */
  readonly lane: Lane | 'auto';
  /** ISO 8601, UTC. */
  readonly addedAt: string;
}

const entrySchema = z.object({
  id: z.string().min(1),
  lane: z.enum(['cpu', 'webgpu', 'cuda', 'auto']),
  addedAt: z.iso.datetime(),
});

/** How long a change waits for those of other processes, and between two tries, in milliseconds. */
const longestWait = 5000;
const wait = 5;

/** Path of the lock that the engine holds which trains on a device. */
export function laneLockPath(runsFolder: string, lane: Lane): string {
  return join(locksFolder(runsFolder), `${lane}.lock`);
}

/** The living engine that trains on a device, or null where the device is free. */
export function laneOwner(runsFolder: string, lane: Lane): LockOwner | null {
  return lockOwner(laneLockPath(runsFolder, lane));
}

/** Takes a device for this process; null where another engine trains on it. */
export function tryLane(runsFolder: string, lane: Lane): RunLock | null {
  return takeLock(runsFolder, laneLockPath(runsFolder, lane));
}

/** The runs that wait, next ones first; none where the file is missing or damaged. */
export function readQueue(runsFolder: string): readonly QueueEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(queuePath(runsFolder), 'utf8'));
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const parsed = entrySchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Changes the queue, one process at a time.
 * @param change given the entries as they are; returns those to be kept, in their order.
 * @returns the entries after the change.
 * @throws UserError when the folder cannot be written.
 */
export function changeQueue(
  runsFolder: string,
  change: (entries: readonly QueueEntry[]) => readonly QueueEntry[],
): readonly QueueEntry[] {
  const lock = queueLock(runsFolder);
  try {
    const before = readQueue(runsFolder);
    const after = change(before);
    if (!isDeepStrictEqual(before, after)) {
      writeFileAtomic(queuePath(runsFolder), `${JSON.stringify(after, null, 2)}\n`);
    }
    return after;
  } finally {
    lock.release();
  }
}

/** Puts a run at the end of the queue, from wherever in it it was. */
export function enqueue(runsFolder: string, id: string, { device }: RunConfig): void {
  const lane = device.backend;
  const entry = { id, lane, addedAt: new Date().toISOString() };
  changeQueue(runsFolder, (entries) => [...entries.filter((other) => other.id !== id), entry]);
}

/**
 * Writes down which device a run waits for, and with it those that leave the choice open in the same way: what one of them
 * gets on this machine, all get.
 * @param device of the run's configuration.
 */
export function settleLane(runsFolder: string, id: string, device: DeviceConfig, lane: Lane): void {
  changeQueue(runsFolder, (entries) =>
    entries.map((entry) => {
      const settled =
        entry.id === id || (entry.lane === 'auto' && gpuOf(runsFolder, entry.id) === device.gpu);
      return settled ? { ...entry, lane } : entry;
    }),
  );
}

/** Takes a run out of the queue if it is in it. */
export function leaveQueue(runsFolder: string, id: string): void {
  if (!readQueue(runsFolder).some((entry) => entry.id === id)) return;
  changeQueue(runsFolder, (entries) => entries.filter((entry) => entry.id !== id));
}

/**
 * Folders of the first waiting run of each free device. A run of which nobody knows yet what it waits for is one of them, for
 * its engine to find out, and those behind it are not: they may wait for the same.
 */
export function nextRuns(runsFolder: string): string[] {
  const first = new Map<QueueEntry['lane'], string>();
  for (const { id, lane } of readQueue(runsFolder)) {
    if (!first.has(lane) && stateOf(runsFolder, id) === 'queued') first.set(lane, join(runsFolder, id));
    if (first.has('auto')) break;
  }
  return [...first].flatMap(([lane, folder]) =>
    lane === 'auto' || laneOwner(runsFolder, lane) === null ? [folder] : [],
  );
}

/** State of a run on disk, null where there is no readable run of that name. */
export function stateOf(runsFolder: string, id: string): RunState | null {
  try {
    return readRun(join(runsFolder, id)).record.state;
  } catch {
    return null;
  }
}

/** `device.gpu` of a waiting run; null where it cannot be read. */
function gpuOf(runsFolder: string, id: string): string | null {
  try {
    return readRun(join(runsFolder, id)).record.config.device.gpu;
  } catch {
    return null;
  }
}

function queueLock(runsFolder: string): RunLock {
  const path = join(locksFolder(runsFolder), 'queue.lock');
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (const until = Date.now() + longestWait; Date.now() < until;) {
    const lock = takeLock(runsFolder, path);
    if (lock !== null) return lock;
    Atomics.wait(sleeper, 0, 0, wait);
  }
  throw new UserError(
    `${queuePath(runsFolder)} is being changed by another process all the time: try again, or delete ${path}`,
  );
}

function takeLock(runsFolder: string, path: string): RunLock | null {
  const folder = locksFolder(runsFolder);
  try {
    makeFolder(folder);
  } catch (error) {
    throw writeError(folder, error);
  }
  return tryLock(path);
}

function queuePath(runsFolder: string): string {
  return join(runsFolder, 'queue.json');
}

function locksFolder(runsFolder: string): string {
  return join(runsFolder, '.lanes');
}
