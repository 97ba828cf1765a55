import { backend, dispose, tensor4d } from '@tensorflow/tfjs-core';
import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { Learner } from './learner';
import type { RunReporter } from './runReporter';

/** A backend that compiles its programs, and can do so before they are needed. */
interface CompilingBackend {
  prepare(act: () => void, onProgress: (done: number, total: number) => void): Promise<void>;
}

/**
 * Has the open backend compile what a step of training runs and make room for it, with progress; nothing to do on the CPU.
 * The step is taken by a learner of its own, so that the run's is left as it is.
 * @param classes as `Learner` takes them.
 * @throws UserError naming the micro-batch that is likely to fit where the GPU's memory does not suffice.
 */
export async function warmUp(
  config: RunConfig,
  imageSize: number,
  classes: number | null,
  reporter: RunReporter,
): Promise<void> {
  const open: object = backend();
  if (!('prepare' in open)) return;
  const { prepare } = open as CompilingBackend;
  const { GpuMemoryError } = await import('../backends/webgpu/gpuFailure');
  const { batchSize } = config;
  const shape: [number, number, number, number] = [2 * batchSize, imageSize, imageSize, 3];
  const batch = {
    ...{ epoch: 0, stepInEpoch: 0, indices: new Int32Array(batchSize), release: () => undefined },
    tensor: () => tensor4d(new Float32Array(shape.reduce((product, side) => product * side, 1)), shape),
  };
  const learner = new Learner(config, imageSize, classes);
  try {
    await prepare.call(
      open,
      () => dispose({ ...learner.step(batch, classes === null ? null : batch.indices, 0) }),
      (done, total) => reporter.emit({ type: 'progress', phase: 'compiling', done, total }),
    );
  } catch (error) {
    if (!(error instanceof GpuMemoryError)) throw error;
    throw new UserError(shortage(config, imageSize));
  } finally {
    learner.dispose();
  }
}

/** What to do: nobody knows how much memory a GPU has, so half of what did not fit is proposed. */
function shortage({ batchSize, microBatch }: RunConfig, imageSize: number): string {
  const embedded = microBatch ?? batchSize;
  const remedy =
    embedded === 1
      ? 'use a smaller encoder, or device.backend "cpu"'
      : `set microBatch to ${2 ** Math.floor(Math.log2(embedded / 2))} (gradient caching: the batch stays ${batchSize})`;
  return `the GPU has no room for ${2 * embedded} views of ${imageSize}×${imageSize} at once: ${remedy}`;
}
