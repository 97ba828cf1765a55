import { mayRestart, type RestartPolicy } from '../engine/restartPolicy';

/** Milliseconds that a device stays free before a window helps: an engine that ends starts the next one itself. */
const patience = 1500;
/** Milliseconds until a run is tried again whose device turned out to be taken, or for which nothing could be tried. */
const takenDelay = 5000;
const troubleDelay = 30_000;
/** The same after a crash, times the crashes so far. */
const crashDelay = 1000;

/** How an attempt to start a waiting run came out. */
export type StartOutcome =
  /** Another engine has the device. */
  | 'taken'
  /** The engine ended, and the run still waits. */
  | 'crashed'
  /** No engine could be tried, as there is no Node.js for it. */
  | 'trouble';

interface Attempt {
  readonly seenAt: number;
  readonly notBefore: number;
  readonly starting: boolean;
  readonly crashes: readonly number[];
}

/**
 * What was tried for runs that wait for a free device, and so what is to be done now. Times are in milliseconds of one
 * clock.
 */
export class StartAttempts {
  private readonly attempts = new Map<string, Attempt>();

  constructor(private readonly policy: RestartPolicy) {}

  /**
   * Those of `waiting`, the folders of runs whose turn it is, that are to be started now.
   * @param eager folders for which somebody is waiting: they need no patience.
   */
  due(waiting: readonly string[], eager: ReadonlySet<string>, now: number): string[] {
    for (const [folder, { starting, crashes }] of this.attempts) {
      if (!starting && crashes.length === 0 && !waiting.includes(folder)) this.attempts.delete(folder);
    }
    return waiting.filter((folder) => {
      const attempt = this.attempts.get(folder);
      if (attempt === undefined) {
        this.attempts.set(folder, { seenAt: now, notBefore: 0, starting: false, crashes: [] });
        return eager.has(folder);
      }
      return (
        !attempt.starting &&
        now >= attempt.notBefore &&
        (eager.has(folder) || now - attempt.seenAt >= patience)
      );
    });
  }

  /** Folders of runs for which an engine was started whose outcome is not known. */
  get starting(): string[] {
    return [...this.attempts].flatMap(([folder, { starting }]) => (starting ? [folder] : []));
  }

  /** An engine for the run is being started; it is not to be started again until its outcome is known. */
  started(folder: string, now: number): void {
    this.attempts.set(folder, { ...this.get(folder, now), starting: true });
  }

  /**
   * Notes how an attempt came out.
   * @returns "giveUp" where the run has crashed too often to be tried again.
   */
  ended(folder: string, outcome: StartOutcome, now: number): 'again' | 'giveUp' {
    const attempt = this.get(folder, now);
    const crashes = outcome === 'crashed' ? [...attempt.crashes, now] : attempt.crashes;
    const delay = { taken: takenDelay, trouble: troubleDelay, crashed: crashDelay * crashes.length }[outcome];
    this.attempts.set(folder, { ...attempt, starting: false, crashes, notBefore: now + delay });
    if (mayRestart(this.policy, crashes, now)) return 'again';
    this.forget(folder);
    return 'giveUp';
  }

  /** The run has got its engine, or does not wait any more. */
  forget(folder: string): void {
    this.attempts.delete(folder);
  }

  private get(folder: string, now: number): Attempt {
    return this.attempts.get(folder) ?? { seenAt: now, notBefore: 0, starting: false, crashes: [] };
  }
}
