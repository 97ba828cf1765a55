import type { Disposable } from 'vscode';

/** What is going on, which decides how soon to look again. */
export type Activity =
  /** A process is at work on a run. */
  | 'live'
  /** A run waits for its turn. */
  | 'waiting'
  | 'idle';

/** Milliseconds between two looks at live runs, and at the whole folder. */
const liveEvery = 500;
const wholeEvery: Readonly<Record<Activity, number>> = { live: 2000, waiting: 2000, idle: 4000 };
/** A look at the whole folder takes at most this share of the time, however slow the disk. */
const wholeShare = 0.1;
/** Milliseconds from being woken to a look: those that wake us come in bursts. */
const wakeDelay = 50;

/** Looks again and again, sooner when more is going on, and never twice at a time. */
export class Lookout implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  /** A look at everything that was asked for and has not begun. */
  private waiting: Promise<void> | null = null;
  private looking = false;
  private woken = false;
  private wholeDue = 0;
  private disposed = false;

  /**
   * The first look is soon, but not within this call.
   * @param look looks at everything, or only at what is going on, and says what that is; never rejects.
   */
  constructor(private readonly look: (whole: boolean) => Promise<Activity>) {
    this.lookIn(0);
  }

  /** Looks at everything now, or right after the look that is under way. */
  now(): Promise<void> {
    this.waiting ??= this.enqueue(true);
    return this.waiting;
  }

  /** There is something to see: looks in a moment. */
  wake(): void {
    this.woken = true;
    if (!this.looking) this.lookIn(wakeDelay);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private lookIn(milliseconds: number): void {
    clearTimeout(this.timer);
    if (!this.disposed) this.timer = setTimeout(() => void this.enqueue(false), milliseconds);
  }

  private enqueue(forced: boolean): Promise<void> {
    this.turn = this.turn.then(async () => {
      if (this.disposed) return;
      if (forced) this.waiting = null;
      clearTimeout(this.timer);
      this.looking = true;
      this.woken = false;
      const whole = forced || performance.now() >= this.wholeDue;
      const began = performance.now();
      const activity = await this.look(whole);
      this.looking = false;
      const now = performance.now();
      if (whole) this.wholeDue = now + Math.max(wholeEvery[activity], (now - began) / wholeShare);
      const wait = activity === 'live' ? liveEvery : Math.max(wakeDelay, this.wholeDue - now);
      this.lookIn(this.woken ? wakeDelay : wait);
    });
    return this.turn;
  }
}
