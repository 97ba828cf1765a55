import type { RunConfig } from '../config/runConfig';
import type { MetricsLine } from '../runs/metricsLine';
import type { RunDevice, RunPlan, RunState, RunSummary } from '../runs/runRecord';

export type { MetricsLine } from '../runs/metricsLine';
export type { RunState, RunSummary } from '../runs/runRecord';

/** Something that happened in a run, in the order in which it happened. */
export type RunEvent =
  /** The run's state changed; it is already in run.json. */
  | { readonly type: 'state'; readonly state: RunState; readonly message?: string }
  /** Progress of work other than training steps; `total` is 0 while it is not known. */
  | {
      readonly type: 'progress';
      readonly phase: 'listing' | 'decoding' | 'generating' | 'evaluating';
      readonly done: number;
      readonly total: number;
    }
  /** A line of engine.log that a person would want to see: the stem that was chosen, the backend, the split. */
  | { readonly type: 'log'; readonly level: 'info' | 'debug'; readonly message: string }
  /** Something that spoils the result if it stays: skipped files, a collapsed representation, a starved trainer. */
  | { readonly type: 'warning'; readonly message: string }
  /** Data and model are ready and the first step follows. */
  | {
      readonly type: 'started';
      /** Absolute path. */
      readonly runFolder: string;
      readonly device: RunDevice;
      readonly plan: RunPlan;
      /** Steps already done, above 0 on a resume. */
      readonly step: number;
      /** Whether there are labels, so that probe and kNN are to be expected. */
      readonly labelled: boolean;
    }
  /** A line was appended to metrics.jsonl. */
  | { readonly type: 'metrics'; readonly line: MetricsLine }
  /** A checkpoint is complete on disk. */
  | { readonly type: 'checkpoint'; readonly path: string; readonly step: number }
  /** A PNG sheet of the first positive pairs was written. */
  | { readonly type: 'samples'; readonly path: string };

/** What to train, and where the record goes. */
export interface TrainRunOptions {
  /** On a resume: the configuration of run.json, with the device fields possibly changed. */
  readonly config: RunConfig;
  /** Absolute path of the folder that holds run folders; made when missing. */
  readonly runsFolder: string;
  /** Absolute path that relative paths of the configuration refer to. */
  readonly baseFolder: string;
  /** Absolute path of a run folder to go on with, from its latest checkpoint. */
  readonly resume?: string;
  /** Aborting ends the run after the step at hand: checkpoint written, state "stopped". */
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Trains one run to its end or to the abort. Resolves with state "finished" or "stopped"; rejects on failure, with
 * the state "failed" and the reason already in run.json, with a `UserError` where the user can mend it.
 */
export type TrainRun = (options: TrainRunOptions) => Promise<RunSummary>;
