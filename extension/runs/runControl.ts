import type { RunConfig } from '../../engine/config/runConfig';
import type { PairSample } from '../../engine/protocol/runProtocol';

/** A run to start. */
export interface NewRunRequest {
  readonly config: RunConfig;
  /** Absolute path that relative paths of the configuration refer to. */
  readonly baseFolder: string;
}

/**
 * What can be done to runs. Every method rejects with an Error whose message is one sentence for the user.
 * `folder` is a run folder's absolute path.
 */
export interface RunControl {
  /** Makes the run folder, puts it at the end of its device's queue and starts the queue. Returns the folder. */
  start(request: NewRunRequest): Promise<string>;
  /** Queues a stopped, failed or interrupted run again, to go on from its last checkpoint; continues a paused one. */
  resume(folder: string): Promise<void>;
  /**
   * Queues a run again that was refused for want of memory, with the micro-batch that is likely to fit, which becomes
   * part of its configuration.
   */
  trainInMicroBatches(folder: string): Promise<void>;
  /**
   * Goes on from one of a run's checkpoints: with the run itself where that is its latest and steps are left, else with
   * a branch of it, which is made and queued. Returns the folder of the run that goes on.
   */
  resumeFrom(folder: string, step: number): Promise<string>;
  pause(folder: string): Promise<void>;
  /** Stops a live run, with a checkpoint, or takes a queued one out of the queue (state "stopped"). */
  stop(folder: string): Promise<void>;
  /** Returns the step of the checkpoint. */
  checkpoint(folder: string): Promise<number>;
  pairs(folder: string, count: number): Promise<PairSample>;
  rename(folder: string, name: string): Promise<void>;
  /** Moves a queued run by so many places; negative is earlier. */
  moveInQueue(folder: string, places: number): Promise<void>;
  /** Moves an ended run's folder to the trash, or deletes it where there is none (asked before by the caller). */
  remove(folder: string): Promise<void>;
}
