import type { RunConfig } from '../config/runConfig';
import type { RunEvent } from '../protocol/runEvent';
import type { RunSummary, StudyPart } from '../runs/runRecord';
import type { TrainControl } from './trainControl';

export type { RunEvent } from '../protocol/runEvent';
export type { MetricsLine } from '../runs/metricsLine';
export type { RunState, RunSummary } from '../runs/runRecord';

/** What to train, and where the record goes. */
export interface TrainRunOptions {
  /** On a resume: the configuration of run.json, with the device fields possibly changed. */
  readonly config: RunConfig;
  /** Absolute path of the folder that holds run folders; made when missing. */
  readonly runsFolder: string;
  /** Absolute path that relative paths of the configuration refer to. */
  readonly baseFolder: string;
  /** Of which study a new run is a part. */
  readonly study?: StudyPart;
  /** Absolute path of a run folder to go on with, from its latest checkpoint. */
  readonly resume?: string;
  /** Aborting ends the run after the step at hand: checkpoint written, state "stopped". */
  readonly signal: AbortSignal;
  /** How the run is told to pause, to go on, to write a checkpoint and to show pairs. */
  readonly control?: TrainControl;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Trains one run to its end or to the abort. Resolves with state "finished" or "stopped"; rejects on failure, with
 * the state "failed" and the reason already in run.json, with a `UserError` where the user can mend it.
 */
export type TrainRun = (options: TrainRunOptions) => Promise<RunSummary>;
