import { readdir, stat } from 'node:fs/promises';
import { checkpointStep } from '../../engine/runs/checkpoints';
import { hasCode } from '../../engine/runs/fileErrors';
import { readLogTail } from '../../engine/runs/logTail';
import type { RunPaths } from '../../engine/runs/runPaths';

/** Lines of the log that the panel shows. */
const logLines = 100;

/** What the panel shows of a run folder beside its record and metrics. */
export class RunFiles {
  /** Steps of the checkpoints, ascending. */
  checkpoints: readonly number[] = [];
  /** Last lines of engine.log. */
  logTail: readonly string[] = [];
  private logSeen = '';

  constructor(private readonly paths: RunPaths) {}

  /** Looks at the folder; what is not there is empty. */
  async refresh(): Promise<void> {
    const names = await orMissing(readdir(this.paths.checkpoints), []);
    this.checkpoints = names
      .map(checkpointStep)
      .filter((step) => step !== null)
      .sort((a, b) => a - b);
    const log = await orMissing(stat(this.paths.log), null);
    const seen = log === null ? '' : `${log.mtimeMs} ${log.size}`;
    if (seen === this.logSeen) return;
    this.logTail = readLogTail(this.paths.log, logLines);
    this.logSeen = seen;
  }
}

async function orMissing<T>(promise: Promise<T>, missing: T): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return missing;
    throw error;
  }
}
