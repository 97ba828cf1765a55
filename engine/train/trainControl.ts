import { setImmediate } from 'node:timers/promises';
import { UserError } from '../errors';
import type { PairSample } from '../protocol/runProtocol';
import type { CheckpointFile } from '../runs/checkpoints';
import { Answers } from './answers';

/** What the trainer does between two steps at a wish from outside. */
export interface StepActions {
  /** Writes a checkpoint of the run as it is; rejects where there is nothing to write yet. */
  saveCheckpoint(): Promise<CheckpointFile>;
  /** Stops the clock and records that the run is paused. */
  hold(): void;
  /** Starts the clock and records that the run goes on. */
  goOn(): void;
}

/** Draws a number of positive pairs. */
export type DrawPairs = (count: number) => Promise<PairSample>;

const notYet = 'the run is still being prepared: try again once it trains';

/**
 * How a run under way is told what to do: wishes come in by `pause`, `continue`, `checkpoint` and `pairs` at any time;
 * the trainer grants the first three between two steps, in `attend`, so that they change no number of the run.
 */
export class TrainControl {
  /** Why wishes are refused; null while steps are taken. */
  private refusal: string | null = notYet;
  private drawPairs: DrawPairs | null = null;
  private pauseWished = false;
  private held = false;
  private readonly pauses = new Answers<void>();
  private readonly continuations = new Answers<void>();
  private readonly checkpoints = new Answers<CheckpointFile>();
  /** Pairs that are being drawn. */
  private readonly drawing = new Set<Promise<PairSample>>();
  private wake: () => void = () => undefined;

  /** Whether `pairs` can be answered. */
  get hasPairs(): boolean {
    return this.drawPairs !== null;
  }

  /**
   * Holds the run after the step at hand; resolves when it is held.
   * @throws UserError when no steps are being taken, or when the run is told to go on or to end before it is held.
   */
  async pause(): Promise<void> {
    this.check();
    this.pauseWished = true;
    this.continuations.refuse(new UserError('the run was told to pause again before it went on'));
    if (!this.held) await this.pauses.ask();
  }

  /**
   * Goes on with a held run; resolves when it goes on.
   * @throws UserError when no steps are being taken.
   */
  async continue(): Promise<void> {
    this.check();
    this.pauseWished = false;
    this.pauses.refuse(new UserError('the run was told to go on before it was paused'));
    if (!this.held) return;
    this.wake();
    await this.continuations.ask();
  }

  /**
   * Has a checkpoint written after the step at hand, also while the run is held.
   * @throws UserError when no step has been taken yet, when no steps are taken any more, or when it cannot be written.
   */
  async checkpoint(): Promise<CheckpointFile> {
    this.check();
    this.wake();
    return this.checkpoints.ask();
  }

  /**
   * Positive pairs of other images each time, as the network gets them in the epoch at hand.
   * @throws UserError while the run is being prepared.
   */
  async pairs(count: number): Promise<PairSample> {
    if (this.drawPairs === null) throw new UserError(this.refusal ?? notYet);
    const drawn = this.drawPairs(count);
    this.drawing.add(drawn);
    try {
      return await drawn;
    } finally {
      this.drawing.delete(drawn);
    }
  }

  /** From now on wishes are granted: the first step follows. */
  open(drawPairs: DrawPairs): void {
    this.drawPairs = drawPairs;
    this.refusal = null;
  }

  /** Between two steps: grants what was wished for, and returns once the run may go on or `signal` ends it. */
  async attend(actions: StepActions, signal: AbortSignal): Promise<void> {
    await this.listen();
    for (;;) {
      if (this.checkpoints.isAwaited) await this.saveCheckpoint(actions);
      if (!this.pauseWished || signal.aborted) break;
      if (!this.held) actions.hold();
      this.held = true;
      this.pauses.give();
      await this.wakened(signal);
    }
    if (!this.held) return;
    this.held = false;
    if (signal.aborted) return;
    actions.goOn();
    this.continuations.give();
  }

  /** From now on wishes are refused; `why` is a sentence. */
  close(why: string): void {
    this.refusal = why;
    const error = new UserError(why);
    for (const answers of [this.pauses, this.continuations, this.checkpoints]) answers.refuse(error);
  }

  /**
   * Lets messages in and answers out, for which a backend that computes on this thread leaves no time: reading one,
   * acting on it and writing the answer take a turn of the event loop each. Some microseconds if there are none.
   */
  private async listen(): Promise<void> {
    for (let turns = 0; turns < 4; turns++) await setImmediate();
    if (this.drawing.size === 0) return;
    await Promise.allSettled(this.drawing);
    for (let turns = 0; turns < 2; turns++) await setImmediate();
  }

  /** A checkpoint that fails is told to those who wished for it; the run itself is no worse than before. */
  private async saveCheckpoint(actions: StepActions): Promise<void> {
    try {
      this.checkpoints.give(await actions.saveCheckpoint());
    } catch (error) {
      this.checkpoints.refuse(error);
    }
  }

  /** Resolves at the next wish or when the run is to end. */
  private async wakened(signal: AbortSignal): Promise<void> {
    const { promise, wake } = sleep();
    this.wake = wake;
    signal.addEventListener('abort', wake);
    await promise;
    signal.removeEventListener('abort', wake);
  }

  private check(): void {
    if (this.refusal !== null) throw new UserError(this.refusal);
  }
}

function sleep(): { promise: Promise<void>; wake: () => void } {
  let wake: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    wake = resolve;
  });
  return { promise, wake };
}
