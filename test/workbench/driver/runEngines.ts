import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lockOwner } from '../../../engine/runs/runLock';
import { runPaths } from '../../../engine/runs/runPaths';
import { poll } from './poll';

/** Process id of the engine that holds the run in `folder`; undefined where none does. */
export function enginePid(folder: string): number | undefined {
  return lockOwner(runPaths(folder).lock)?.pid;
}

/** Folders of all runs in `runsFolder`, oldest first; none where it does not exist. */
export function runFolders(runsFolder: string): string[] {
  try {
    return readdirSync(runsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => join(runsFolder, entry.name))
      .sort();
  } catch {
    return [];
  }
}

/** Ends the engines of every run in `runsFolder`, which outlive their window by design. */
export async function killEngines(runsFolder: string): Promise<void> {
  await poll('the end of the engines', () => {
    const pids = runFolders(runsFolder).map(enginePid);
    for (const pid of pids) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    return pids.every((pid) => pid === undefined);
  });
}
