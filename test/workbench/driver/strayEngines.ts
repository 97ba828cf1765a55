import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lockOwner } from '../../../engine/runs/runLock';
import { runPaths } from '../../../engine/runs/runPaths';

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

/** Ends the engines of every run in `runsFolder`: they outlive their window by design. */
export function killEngines(runsFolder: string): void {
  for (const folder of runFolders(runsFolder)) {
    const pid = enginePid(folder);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }
}
