import { GpuMemoryError } from '../backends/webgpu/gpuFailure';
import { UserError } from '../errors';
import { latestCheckpoint } from '../runs/checkpoints';
import type { RunWriter } from '../runs/runWriter';
import { gpuShortage, MemoryShortage } from './memoryShortage';
import type { RunProgress } from './runProgress';

/**
 * A want of memory in the words of the run that it ends: before the first step what to begin it with, after it how to go
 * on. Any other error as it is.
 */
export function explainShortage(error: unknown, writer: RunWriter, progress: RunProgress): unknown {
  const { config, dataset } = writer.record;
  if (error instanceof MemoryShortage) return ofResumed(error, writer) ?? error;
  if (!(error instanceof GpuMemoryError)) return error;
  if (progress.step === 0 && dataset !== null) {
    const shortage = gpuShortage(config, dataset.imageSize);
    return ofResumed(shortage, writer) ?? shortage;
  }
  const step = checkpointStep(writer);
  const from = step === null ? 'begins again' : `goes on from step ${step}`;
  return new UserError(
    `the GPU ran out of memory after step ${progress.step}: close other programs that use it, then resume the run, which ${from}; with --backend cpu it goes on without the GPU`,
  );
}

/**
 * What a run with a checkpoint is told, null where it has none. Its configuration is that of the checkpoint: with other
 * micro-batches, batch norm would go on with other statistics.
 */
function ofResumed({ problem, microBatch }: MemoryShortage, writer: RunWriter): UserError | null {
  if (checkpointStep(writer) === null) return null;
  const { importedFrom } = writer.record;
  const anew = importedFrom === undefined ? 'start a new run' : `import ${importedFrom} again`;
  const smaller = microBatch === null ? '' : `, or ${anew} with microBatch ${microBatch}`;
  return new UserError(
    `${problem}, and a run goes on as it began: close other programs, or resume it where there is more memory or with --backend cpu${smaller}`,
  );
}

/** Step of the run's latest checkpoint; null where there is none that can be gone on from. */
function checkpointStep({ paths }: RunWriter): number | null {
  try {
    return latestCheckpoint(paths.checkpoints)?.step ?? null;
  } catch {
    return null;
  }
}
