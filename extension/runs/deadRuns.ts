import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { LogOutputChannel } from 'vscode';
import { latestCheckpoint } from '../../engine/runs/checkpoints';
import { readEndpoint } from '../../engine/runs/endpoint';
import { readLogTail } from '../../engine/runs/logTail';
import { markFailed } from '../../engine/runs/markFailed';
import { readRun, type Run } from '../../engine/runs/readRun';
import type { EngineExit } from '../engine/forkEngine';
import { deathReason } from './deathReason';

/** Milliseconds to wait for the system to say how a process ended whose socket has closed already. */
const exitWait = 2000;
/** Enough to hold V8's account of its end. */
const logLines = 120;

/** What the recording of deaths depends on. */
export interface DeadRunsParts {
  /** Whether this window may write into run folders. */
  readonly mayWrite: () => boolean;
  /** The end of the run's process, whose number may not be known; null where this window did not start it. */
  readonly endOf: (folder: string, pid: number | null) => Promise<EngineExit> | null;
  readonly log: Pick<LogOutputChannel, 'info' | 'warn'>;
}

/** Sees to it that a run whose process has gone says so in its record, with the reason. */
export class DeadRuns {
  /** Runs that could not be recorded, by when they were last written: not to be tried at every look. */
  private readonly tried = new Map<string, string>();

  constructor(private readonly parts: DeadRunsParts) {}

  /**
   * Records the death of an interrupted run.
   * @returns the run as it is then, and whether it was recorded by this call.
   */
  async settle(run: Run): Promise<{ readonly run: Run; readonly recorded: boolean }> {
    const { folder } = run.paths;
    // Whether a process of another machine lives, its own machine knows best.
    const ours = run.record.host === hostname() && this.parts.mayWrite();
    if (!ours || this.tried.get(folder) === run.record.updatedAt) return { run, recorded: false };
    // A process that was killed leaves its endpoint behind.
    const end = this.parts.endOf(folder, readEndpoint(folder)?.pid ?? null);
    const exit = end === null ? null : await Promise.race([end, setTimeout(exitWait, null, { ref: false })]);
    try {
      const recorded = markFailed(folder, reasonOf(run, exit));
      const after = readRun(folder);
      if (recorded) this.parts.log.warn(`${run.id} failed: ${after.record.reason ?? ''}`);
      return { run: after, recorded };
    } catch (error) {
      this.tried.set(folder, run.record.updatedAt);
      this.parts.log.warn(`${run.id} has lost its process, which cannot be recorded: ${String(error)}`);
      return { run, recorded: false };
    }
  }
}

function reasonOf({ paths }: Run, exit: EngineExit | null): string {
  return deathReason({
    exit,
    logTail: readLogTail(paths.log, logLines),
    checkpointStep: checkpointStep(paths.checkpoints),
  });
}

function checkpointStep(folder: string): number | null {
  try {
    return latestCheckpoint(folder)?.step ?? null;
  } catch {
    return null;
  }
}
