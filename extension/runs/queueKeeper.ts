import { basename } from 'node:path';
import type { Disposable, LogOutputChannel } from 'vscode';
import { latestCheckpoint } from '../../engine/runs/checkpoints';
import { failQueued } from '../../engine/runs/queuedRun';
import { readLogTail } from '../../engine/runs/logTail';
import { repairQueue } from '../../engine/runs/repairQueue';
import { runPaths } from '../../engine/runs/runPaths';
import { nextRuns, readQueue } from '../../engine/runs/runQueue';
import { readRun } from '../../engine/runs/readRun';
import type { EngineExit } from '../engine/forkEngine';
import { restartPolicy } from '../engine/restartPolicy';
import { deathReason } from './deathReason';
import { StartAttempts } from './startAttempts';

/** With these an engine ends that had nothing to do, as another one has its device, or its run. */
const peacefulCodes: readonly (number | null)[] = [0, 3];
/** Milliseconds from one look at a queue in which something waits to the next. */
const lookEvery = 1500;

/** What the keeper depends on. */
export interface QueueKeeperParts {
  readonly runsFolder: () => string;
  /** Whether engines may be started in this window. */
  readonly mayStart: () => boolean;
  /** Starts an engine; its end never rejects. */
  readonly start: (folder: string) => Promise<{ readonly ended: Promise<EngineExit> }>;
  /** Something is worth reading again. */
  readonly changed: () => void;
  /** Tells the user, in one sentence, why nothing can be started. */
  readonly report: (message: string) => void;
  readonly log: Pick<LogOutputChannel, 'info' | 'warn'>;
}

/**
 * Sees to it that a run whose turn it is gets its engine: one that was just put into the queue, and one whose
 * predecessor's engine died before it could start it.
 */
export class QueueKeeper implements Disposable {
  private readonly attempts = new StartAttempts(restartPolicy);
  private readonly eager = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private reported = '';
  private disposed = false;

  constructor(private readonly parts: QueueKeeperParts) {}

  /**
   * Puts the queue in order after processes that were killed in the middle of changing it.
   * @param queued names of all queued runs, oldest first.
   */
  repair(queued: readonly string[]): void {
    if (!this.parts.mayStart()) return;
    try {
      repairQueue(this.parts.runsFolder(), queued);
    } catch (error) {
      this.parts.log.warn(`the queue cannot be repaired: ${String(error)}`);
    }
  }

  /** Starts the run in `folder` as soon as its turn comes. */
  hurry(folder: string): void {
    this.eager.add(folder);
    this.look();
  }

  /** Looks at the queue now, and goes on looking for as long as something waits in it. */
  look(): void {
    if (this.disposed) return;
    clearTimeout(this.timer);
    if (this.parts.mayStart()) {
      this.forgetStarted();
      const waiting = this.waiting();
      const due = this.attempts.due(waiting, this.eager, performance.now());
      for (const folder of due) void this.start(folder);
    }
    if (readQueue(this.parts.runsFolder()).length > 0) this.timer = setTimeout(() => this.look(), lookEvery);
  }

  /** Engines go on. */
  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private waiting(): string[] {
    try {
      return nextRuns(this.parts.runsFolder());
    } catch (error) {
      this.parts.log.warn(`the queue cannot be read: ${String(error)}`);
      return [];
    }
  }

  private async start(folder: string): Promise<void> {
    this.attempts.started(folder, performance.now());
    this.eager.delete(folder);
    let ended: Promise<EngineExit>;
    try {
      ({ ended } = await this.parts.start(folder));
    } catch (error) {
      this.attempts.ended(folder, 'trouble', performance.now());
      this.reportOnce(error instanceof Error ? error.message : String(error));
      return;
    }
    this.parts.changed();
    this.afterwards(folder, await ended);
    this.parts.changed();
    this.look();
  }

  private afterwards(folder: string, exit: EngineExit): void {
    this.parts.log.info(`${folder}: engine ended, ${exit.error ?? exit.signal ?? `code ${exit.code}`}`);
    this.forgetStarted();
    // It has done its work, well or not; what became of the run is in its record.
    if (!this.attempts.starting.includes(folder)) return;
    const outcome = peacefulCodes.includes(exit.code) ? 'taken' : 'crashed';
    if (this.attempts.ended(folder, outcome, performance.now()) === 'giveUp') this.giveUp(folder, exit);
    // It may have taken its run from the queue already.
    else this.repair([basename(folder)]);
  }

  /** Those that have got their engine are not waiting any more. */
  private forgetStarted(): void {
    for (const folder of this.attempts.starting) if (!isQueued(folder)) this.attempts.forget(folder);
  }

  private giveUp(folder: string, exit: EngineExit): void {
    const { log, checkpoints } = runPaths(folder);
    try {
      const checkpointStep = latestCheckpoint(checkpoints)?.step ?? null;
      failQueued(folder, deathReason({ exit, logTail: readLogTail(log, 120), checkpointStep }));
    } catch (error) {
      this.parts.log.warn(`${folder} cannot be marked as failed: ${String(error)}`);
    }
  }

  private reportOnce(message: string): void {
    this.parts.log.warn(message);
    if (message !== this.reported) this.parts.report(message);
    this.reported = message;
  }
}

function isQueued(folder: string): boolean {
  try {
    return readRun(folder).record.state === 'queued';
  } catch {
    return false;
  }
}
