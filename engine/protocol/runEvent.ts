import type { MetricsLine } from '../runs/metricsLine';
import type { RunDevice, RunPlan, RunState, RunWarning } from '../runs/runRecord';

/** Work of a run other than training steps. */
export type RunPhase = 'listing' | 'decoding' | 'generating' | 'compiling' | 'evaluating';

/** How far such work has come; `total` is 0 while it is not known. */
export interface PhaseProgress {
  readonly phase: RunPhase;
  readonly done: number;
  readonly total: number;
}

/** Something that happened in a run, in the order in which it happened. */
export type RunEvent =
  /** The run's state changed; it is already in run.json. */
  | { readonly type: 'state'; readonly state: RunState; readonly message?: string }
  | ({ readonly type: 'progress' } & PhaseProgress)
  /** A line of engine.log that a person would want to see: the stem that was chosen, the backend, the split. */
  | { readonly type: 'log'; readonly level: 'info' | 'debug'; readonly message: string }
  /** Something that spoils the result if it stays: skipped files, a collapsed representation, a starved trainer. */
  | ({ readonly type: 'warning' } & RunWarning)
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
