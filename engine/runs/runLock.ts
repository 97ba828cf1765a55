import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { UserError } from '../errors';
import { hasCode, writeError } from './fileErrors';
import { processStart } from './processIdentity';

/** Who writes a run folder. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** `processStart` of that process. */
  readonly start: string;
}

const ownerSchema = z.object({ pid: z.int().min(1), host: z.string(), start: z.string() });

/** How often the owner touches its lock, and for how long an untouched lock of another machine counts, in milliseconds. */
const touchEvery = 30_000;
const foreignLockLasts = 15 * 60_000;

/** A run folder's lock, held by this process. */
export interface RunLock {
  /** Gives the lock up; does nothing when it is not ours any more. */
  release(): void;
}

/**
 * Takes the lock at `path` for this process. A lock whose process has ended, by whatever means, is taken over.
 * @throws UserError when a living process holds it, naming that process.
 */
export function acquireLock(path: string): RunLock {
  const taken = takeLock(path);
  if (taken === null) throw new UserError(`${path} is being taken by other processes; try again`);
  if ('release' in taken) return taken;
  throw new UserError(heldMessage(path, taken));
}

/** As `acquireLock`, but null where a living process holds the lock, or others are about to take it. */
export function tryLock(path: string): RunLock | null {
  const taken = takeLock(path);
  return taken !== null && 'release' in taken ? taken : null;
}

/** The lock, or the living process that holds it; null where others were quicker time after time. */
function takeLock(path: string): RunLock | LockOwner | null {
  const owner: LockOwner = { pid: process.pid, host: hostname(), start: processStart(process.pid) ?? '' };
  const contents = `${JSON.stringify(owner)}\n`;
  for (let attempt = 0; attempt < 10; attempt++) {
    if (createLock(path, contents)) return holdLock(path, contents);
    const found = readText(path);
    if (found === null) continue;
    const holder = livingOwner(path, found);
    if (holder !== null) return holder;
    removeStale(path, found);
  }
  return null;
}

/** The living process that holds the lock at `path`, or null. */
export function lockOwner(path: string): LockOwner | null {
  const contents = readText(path);
  return contents === null ? null : livingOwner(path, contents);
}

/** Creates the lock with its contents in one step, so that nobody ever reads half of it. False when there is one. */
function createLock(path: string, contents: string): boolean {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, contents);
    try {
      linkSync(temporary, path);
    } catch (error) {
      // File systems without hard links (exFAT, some network mounts): exclusive creation is the next best.
      if (!hasCode(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP')) throw error;
      writeFileSync(path, contents, { flag: 'wx' });
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw writeError(path, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function holdLock(path: string, contents: string): RunLock {
  // Only other machines look at the time: they cannot ask whether our process lives.
  const timer = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // The folder was moved or removed; writing to it will say so.
    }
  }, touchEvery);
  timer.unref();
  return {
    release() {
      clearInterval(timer);
      if (readText(path) === contents) rmSync(path, { force: true });
    },
  };
}

/** Moves a dead owner's lock away; if somebody else took the lock since we read it, theirs is put back. */
function removeStale(path: string, expected: string): void {
  const aside = `${path}.${randomUUID()}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw writeError(path, error);
  }
  if (readText(aside) !== expected) {
    try {
      linkSync(aside, path);
    } catch {
      // A third process has a lock of its own by now; the one we moved lost the race.
    }
  }
  rmSync(aside, { force: true });
}

function livingOwner(path: string, contents: string): LockOwner | null {
  const owner = parseOwner(contents);
  if (owner === null) return null;
  if (owner.host !== hostname()) return age(path) < foreignLockLasts ? owner : null;
  const start = processStart(owner.pid);
  if (start === null) return null;
  return start === owner.start || start === '' || owner.start === '' ? owner : null;
}

function parseOwner(contents: string): LockOwner | null {
  try {
    return ownerSchema.parse(JSON.parse(contents));
  } catch {
    return null;
  }
}

function heldMessage(path: string, holder: LockOwner): string {
  if (holder.host !== hostname()) {
    return `the run is being written by process ${holder.pid} on ${holder.host}: wait for it or stop it there, or delete ${path} if that machine is gone`;
  }
  return holder.pid === process.pid
    ? `the run is already open in this process (${path})`
    : `the run is being written by process ${holder.pid}: wait for it to end, or stop it`;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function age(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return Infinity;
  }
}
