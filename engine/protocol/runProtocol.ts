import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { PhaseProgress, RunEvent } from './runEvent';

/** What a client cannot read from the run folder. The engine sends it once after `hello`, and then events. */
export interface RunSnapshot {
  /** What it is busy with besides steps; null while it trains. */
  readonly phase: PhaseProgress | null;
  /** Whether `pairsRequest` can be answered yet. */
  readonly hasPairs: boolean;
}

/** An image of the training split and two of its views, as the network gets them. */
export interface PositivePair {
  /** Stable name of the image, as in `Split.ids`. */
  readonly id: string;
  /** Name of its class; null where it has none. */
  readonly label: string | null;
  /** PNG files, base64. */
  readonly first: string;
  readonly second: string;
}

/** An answer to `pairsRequest`. */
export interface PairSample {
  /** Side of a view in pixels. */
  readonly imageSize: number;
  readonly pairs: readonly PositivePair[];
}

/** Engine → client, once after `hello`. */
export const snapshotNotification = new NotificationType<RunSnapshot>('run/snapshot');
/** Engine → client: what happened, but for metrics, which clients read from `metrics.jsonl`. */
export const eventNotification = new NotificationType<Exclude<RunEvent, { type: 'metrics' }>>('run/event');

/** Holds the run after the step at hand; the engine keeps its memory. Answered when it is paused. */
export const pauseRequest = new RequestType0<null, void>('run/pause');
/** Goes on with a paused run. */
export const continueRequest = new RequestType0<null, void>('run/continue');
/** Ends the run after the step at hand, with a checkpoint. Answered at once; the state follows as an event. */
export const stopRequest = new RequestType0<null, void>('run/stop');
/** Writes a checkpoint after the step at hand, also while paused. Fails with a sentence where there is no step yet. */
export const checkpointRequest = new RequestType0<{ readonly step: number; readonly path: string }, void>(
  'run/checkpoint',
);
/** A new sample of positive pairs: other images each time it is asked, drawn with the run's own augmentation. */
export const pairsRequest = new RequestType<{ readonly count: number }, PairSample, void>('run/pairs');
/** Gives the run another name (`config.name`). */
export const renameRequest = new RequestType<{ readonly name: string }, null, void>('run/rename');
