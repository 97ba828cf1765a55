import { UserError } from '../errors';
import type { CheckpointFile } from '../runs/checkpoints';
import type { BestCheckpoint } from '../runs/runRecord';
import { assignVariables } from '../models/namedVariables';
import type { PreparedRun } from './preparedRun';

/** How far a run has come: all that changes while it trains, but for the variables. */
export interface RunProgress {
  /** Optimizer steps taken. */
  step: number;
  /** Seconds of training, over all resumes. */
  seconds: number;
  best: BestCheckpoint | null;
  /** The latest checkpoint, null where there is none. */
  saved: CheckpointFile | null;
}

/** The progress of a run that has not begun. */
export function noProgress(): RunProgress {
  return { step: 0, seconds: 0, best: null, saved: null };
}

/**
 * Goes back to the latest checkpoint, where there is one: every variable is as it was then, `progress` too, and the
 * metrics are cut back to it.
 * @throws UserError when the checkpoint does not fit the run, or is missing where the run's weights were imported.
 */
export function restoreProgress({ writer, learner, plan }: PreparedRun, progress: RunProgress): void {
  const checkpoint = writer.rewindToCheckpoint();
  if (checkpoint === null) {
    const { importedFrom } = writer.record;
    if (importedFrom === undefined) return;
    // Weights by the seed would pass for those of the file.
    throw new UserError(
      `${writer.paths.folder} has no checkpoint with the weights of ${importedFrom}: import that file again`,
    );
  }
  const { step, time, best, totalSteps, trainer } = checkpoint.meta;
  const misfit = (why: string) => new UserError(`${checkpoint.path} does not fit the run: ${why}`);
  if (totalSteps !== plan.totalSteps) {
    throw misfit(`it is of a run of ${totalSteps} steps, and this one has ${plan.totalSteps}`);
  }
  try {
    assignVariables(learner.variables, checkpoint.tensors);
  } catch (error) {
    throw misfit(error instanceof Error ? error.message : String(error));
  }
  learner.stepsTaken = step;
  learner.scaling?.restore(trainer);
  progress.step = step;
  progress.seconds = time;
  progress.best = best;
  progress.saved = { step, path: checkpoint.path };
}
