import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { nextRuns } from '../runs/runQueue';
import { runPaths } from '../runs/runPaths';

/**
 * Starts the engines of the runs whose turn it is, under the same Node as this process and with its environment. They
 * outlive this process; should another one start the same run, all engines but one find its device taken and end.
 * @param script absolute path of the built `engine/main.js`.
 */
export function startWaiting(runsFolder: string, script: string): void {
  for (const folder of nextRuns(runsFolder)) startEngine(folder, script);
}

function startEngine(folder: string, script: string): void {
  const log = openSync(runPaths(folder).log, 'a');
  try {
    const child = spawn(process.execPath, [...process.execArgv, script, 'run', folder], {
      cwd: dirname(folder),
      detached: true,
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
    // A window that looks on starts it again, and says so where that fails.
    child.on('error', () => undefined);
    child.unref();
  } finally {
    closeSync(log);
  }
}
