import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from './atomicFile';
import { writeError } from './fileErrors';
import { makeFolder } from './makeFolder';
import { acquireLock, lockOwner, type RunLock } from './runLock';
import { runPaths, type RunPaths } from './runPaths';
import { takeRunName } from './takeRunName';

/** Milliseconds for which a folder that is being made or published may be without its lock, with room to spare. */
const longestUnlocked = 60_000;

/**
 * The folder of a run that is being put together out of sight, in `.unfinished` beside the runs: it takes its place
 * among them as a whole. What a killed process leaves of one is no run, and goes when the next one is begun.
 */
export class UnfinishedFolder {
  private constructor(
    private readonly runsFolder: string,
    readonly paths: RunPaths,
    private readonly lock: RunLock,
  ) {}

  /** @throws UserError when the folder of runs cannot be written. */
  static create(runsFolder: string): UnfinishedFolder {
    const all = join(runsFolder, '.unfinished');
    const paths = runPaths(join(all, randomUUID()));
    try {
      removeAbandoned(all);
      makeFolder(paths.folder);
    } catch (error) {
      throw writeError(paths.folder, error);
    }
    return new UnfinishedFolder(runsFolder, paths, acquireLock(paths.lock));
  }

  /**
   * Puts the folder among the runs, with a number behind its name where that is taken.
   * @returns its absolute path there.
   * @throws UserError when the folder of runs cannot be written.
   */
  publish(name: string): string {
    this.lock.release();
    return takeRunName(this.runsFolder, name, (folder) => {
      renameSync(this.paths.folder, folder);
      syncFolder(this.runsFolder);
    });
  }

  /** Removes what there is of it; does nothing once it is published. */
  abandon(): void {
    this.lock.release();
    rmSync(this.paths.folder, { recursive: true, force: true });
  }
}

/** Removes what dead processes have left. A young folder without a lock is about to be locked, or to be published. */
function removeAbandoned(all: string): void {
  if (!existsSync(all)) return;
  for (const name of readdirSync(all)) {
    const { folder, lock } = runPaths(join(all, name));
    const abandoned = existsSync(lock) ? lockOwner(lock) === null : age(folder) > longestUnlocked;
    if (abandoned) rmSync(folder, { recursive: true, force: true });
  }
}

function age(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
}
