import { openBackend } from '../backends/openBackend';
import type { DeviceConfig, RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { tellWarmingUp, type EvaluationHooks } from '../evaluate/evaluationHooks';
import { openFrozen, type FrozenNetwork } from '../evaluate/frozenNetwork';
import { readCheckpoint, type Checkpoint } from '../runs/checkpoints';
import type { FoundCheckpoint } from '../runs/findCheckpoint';

/** The networks of a checkpoint, ready for images of any origin. */
export interface TrainedNetwork {
  readonly frozen: FrozenNetwork;
  readonly config: RunConfig;
  readonly checkpoint: Checkpoint;
  /** Side of the views that it was trained on, pixels. */
  readonly imageSize: number;
}

/**
 * Opens the backend, and the networks of a checkpoint on it, the caller's to dispose of.
 * @throws UserError when the checkpoint is damaged or the backend is not available.
 */
export async function openTrained(
  { run, checkpoint: { path } }: FoundCheckpoint,
  device: DeviceConfig,
  hooks: Pick<EvaluationHooks, 'onProgress'>,
): Promise<TrainedNetwork> {
  const checkpoint = readCheckpoint(path);
  const { config } = checkpoint;
  const imageSize = run.record.dataset?.imageSize ?? config.data.imageSize;
  if (imageSize === 'auto') {
    throw new UserError(
      `${run.paths.record} does not say the size of the views that the run was trained on: put the file back as the run wrote it`,
    );
  }
  await openBackend(device, tellWarmingUp(hooks));
  return { frozen: openFrozen(config, imageSize, checkpoint), config, checkpoint, imageSize };
}
