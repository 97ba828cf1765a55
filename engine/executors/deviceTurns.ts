import { setTimeout as pause } from 'node:timers/promises';
import type { RunLock } from '../runs/runLock';
import { laneOwner, readQueue, tryLane, type Lane } from '../runs/runQueue';

/** Milliseconds from one look at the queue to the next. */
const lookEvery = 500;
/** Milliseconds that waiting runs have to start once the device is free; nobody may be there to start them. */
const patience = 15_000;

/** What the turns depend on. */
export interface DeviceTurnsParts {
  readonly runsFolder: string;
  readonly lane: Lane;
  /** Told in a sentence when the study waits for its device. */
  readonly say: (line: string) => void;
  /** Milliseconds, where not as usual. */
  readonly patience?: number;
  readonly lookEvery?: number;
}

/**
 * A device that a study has for itself while its runs train, several at a time perhaps, and which it leaves between two of
 * them to single runs that have come into the queue: somebody waits for those.
 */
export class DeviceTurns {
  private lock: RunLock | null = null;
  private underWay = 0;
  /** Since when the device is free for others, in the clock of `performance`; null while it is not. */
  private freeSince: number | null = null;
  /** Waiting runs that nobody has started when they could have been. */
  private abandoned: ReadonlySet<string> = new Set();
  private hasSaid = false;

  constructor(private readonly parts: DeviceTurnsParts) {}

  /**
   * Waits until a run may begin.
   * @returns to be called when it has ended; null where the signal aborts before it may begin.
   */
  async take(signal: AbortSignal): Promise<(() => void) | null> {
    for (;;) {
      if (signal.aborted) return null;
      if (this.isOurs()) return this.begin();
      await pause(this.parts.lookEvery ?? lookEvery, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Gives the device up. */
  end(): void {
    this.lock?.release();
    this.lock = null;
  }

  private begin(): () => void {
    this.hasSaid = false;
    this.underWay++;
    let ended = false;
    return () => {
      if (!ended) this.underWay--;
      ended = true;
    };
  }

  private isOurs(): boolean {
    const { runsFolder, lane } = this.parts;
    const waiting = this.waiting();
    if (this.lock !== null) {
      if (waiting.length === 0) return true;
      if (this.underWay > 0) return false;
      this.end();
    }
    if (waiting.length > 0 && !this.isAbandoned(waiting)) return false;
    this.freeSince = null;
    this.lock = tryLane(runsFolder, lane);
    if (this.lock === null) this.tell();
    return this.lock !== null;
  }

  /** Runs in the queue that want the device, or may want it. */
  private waiting(): string[] {
    const { runsFolder, lane } = this.parts;
    return readQueue(runsFolder)
      .filter((entry) => entry.lane === lane || entry.lane === 'auto')
      .map(({ id }) => id)
      .filter((id) => !this.abandoned.has(id));
  }

  /** Whether they could have begun for so long that nobody is there who would start them. */
  private isAbandoned(waiting: readonly string[]): boolean {
    const { runsFolder, lane } = this.parts;
    if (laneOwner(runsFolder, lane) !== null) {
      this.freeSince = null;
      this.tell();
      return false;
    }
    this.freeSince ??= performance.now();
    if (performance.now() - this.freeSince < (this.parts.patience ?? patience)) return false;
    this.abandoned = new Set(waiting);
    return true;
  }

  private tell(): void {
    if (this.hasSaid) return;
    this.hasSaid = true;
    const { runsFolder, lane } = this.parts;
    const owner = laneOwner(runsFolder, lane);
    const by = owner === null ? '' : ` (process ${owner.pid})`;
    this.parts.say(`Another run has the device "${lane}"${by}; the study goes on after it.`);
  }
}
