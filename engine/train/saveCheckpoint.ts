import type { CheckpointFile } from '../runs/checkpoints';
import { checkFinite } from './checkFinite';
import { readVariables } from '../models/namedVariables';
import type { PreparedRun } from './preparedRun';
import type { RunProgress } from './runProgress';

/**
 * Writes a checkpoint of the run as it is.
 * @param probeH accuracy of the linear probe on h if it was judged at this step; the best checkpoint is chosen by it.
 * @throws UserError when a number in it is not finite: the last sound checkpoint stays the latest.
 */
export async function saveCheckpoint(
  { learner, writer, reporter, config, plan }: PreparedRun,
  progress: RunProgress,
  probeH?: number,
): Promise<CheckpointFile> {
  const { step } = progress;
  const tensors = await readVariables(learner.variables);
  for (const { name, data } of tensors) {
    checkFinite({ what: `the tensor ${name}`, values: data }, step, config);
  }
  if (probeH !== undefined && probeH > (progress.best?.value ?? -1)) progress.best = { step, value: probeH };
  const meta = {
    step,
    totalSteps: plan.totalSteps,
    epoch: Math.floor(step / plan.stepsPerEpoch),
    stepInEpoch: step % plan.stepsPerEpoch,
    time: progress.seconds,
    seed: config.seed,
    // Every random number of a run is a function of seed, epoch, image and branch.
    counters: {},
    best: progress.best,
    trainer: learner.scaling ? await learner.scaling.save() : null,
  };
  const path = await writer.saveCheckpoint({ meta, tensors });
  progress.saved = { step, path };
  reporter.emit({ type: 'checkpoint', path, step });
  return progress.saved;
}
