import { backend, dispose, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { GpuMemoryError } from '../backends/webgpu/gpuFailure';
import type { RunConfig } from '../config/runConfig';
import { applyTo, embeddingBatch } from '../evaluate/embed';
import { Learner } from './learner';
import { gpuShortage } from './memoryShortage';
import type { RunReporter } from './runReporter';

/** A backend that compiles its programs, and can do so before they are needed. */
interface CompilingBackend {
  prepare(act: () => void, onProgress: (done: number, total: number) => void): Promise<void>;
}

/**
 * Has the open backend compile what a step of training and an evaluation run, and make room for both, with progress;
 * nothing to do on the CPU.
 * The step is taken by a learner of its own, so that the run's is left as it is.
 * @param classes as `Learner` takes them.
 * @throws MemoryShortage with the micro-batch that is likely to fit where the GPU's memory does not suffice.
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
  const { batchSize } = config;
  const views = (count: number) =>
    tensor4d(new Float32Array(count * imageSize * imageSize * 3), [count, imageSize, imageSize, 3]);
  const batch = {
    ...{ epoch: 0, stepInEpoch: 0, indices: new Int32Array(batchSize), release: () => undefined },
    tensor: () => views(2 * batchSize),
  };
  const learner = new Learner(config, imageSize, classes);
  try {
    await prepare.call(
      open,
      () => {
        dispose({ ...learner.step(batch, classes === null ? null : batch.indices, 0) });
        dispose(tidy(() => [...applyTo(learner, views(embeddingBatch(config)))]));
      },
      (done, total) => reporter.emit({ type: 'progress', phase: 'compiling', done, total }),
    );
  } catch (error) {
    if (!(error instanceof GpuMemoryError)) throw error;
    throw gpuShortage(config, imageSize);
  } finally {
    learner.dispose();
  }
}
