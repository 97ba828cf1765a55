import { backend, dispose, engine, tidy, type Tensor4D, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { viewTensor } from '../augment/viewTensors';
import { heldChunks } from '../augment/heldChunks';
import { splitEvenly } from '../augment/splitEvenly';
import type { ViewBatch } from '../augment/viewLoader';
import { GpuMemoryError } from '../backends/webgpu/gpuFailure';
import type { RunConfig } from '../config/runConfig';
import { applyTo, embeddingBatch } from '../evaluate/embed';
import { checkTensorsFit } from './checkTensorsFit';
import { Learner } from './learner';
import { gpuShortage, MemoryShortage } from './memoryShortage';
import type { RunReporter } from './runReporter';

/** A backend that compiles its programs, and can do so before they are needed. */
interface CompilingBackend {
  /** Bytes of the largest tensor. */
  readonly largestBuffer: number;
  /** New tensors of so many values each, which hold nothing yet; null where there is no room for all of them. */
  tryOutputs(sizes: readonly number[]): Promise<TensorInfo[] | null>;
  prepare(act: () => void, onProgress: (done: number, total: number) => void): Promise<void>;
}

/**
 * Has the open backend compile what a step of training and an evaluation run, and make room for both, with progress;
 * nothing to do on the CPU.
 * The step is taken by a learner of its own, so that the run's is left as it is.
 * @param classes as `Learner` takes them.
 * @throws MemoryShortage with the micro-batch that is likely to fit where the GPU's memory does not suffice; where no memory
 *   would, before any is asked for.
 */
export async function warmUp(
  config: RunConfig,
  imageSize: number,
  classes: number | null,
  reporter: RunReporter,
): Promise<void> {
  const open: object = backend();
  if (!('prepare' in open)) return;
  const compiling = open as CompilingBackend;
  checkTensorsFit(config, imageSize, compiling.largestBuffer);
  const evaluated = embeddingBatch(config) * imageSize * imageSize * 3;
  const learner = new Learner(config, imageSize, classes);
  try {
    const batch = await emptyBatch(compiling, config, imageSize);
    await compiling.prepare(
      () => {
        try {
          dispose({ ...learner.step(batch, classes === null ? null : batch.indices, 0) });
        } finally {
          batch.release();
        }
        dispose(tidy(() => [...applyTo(learner, viewTensor(new Float32Array(evaluated), imageSize))]));
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

/**
 * A batch that takes the memory of one, with the views of all chunks at a time as the loader makes them, and holds nothing.
 * @throws MemoryShortage where there is no room for them.
 */
async function emptyBatch(gpu: CompilingBackend, config: RunConfig, imageSize: number): Promise<ViewBatch> {
  const { batchSize, microBatch } = config;
  const chunks = splitEvenly(batchSize, microBatch);
  const shapes = chunks.map(({ first, end }) => [2 * (end - first), imageSize, imageSize, 3]);
  const made = await gpu.tryOutputs(shapes.map(util.sizeFromShape));
  if (made === null) {
    const problem = `the GPU has no room for the ${2 * batchSize} views of ${imageSize}×${imageSize} of a batch`;
    throw new MemoryShortage(problem, null, config, 'use a smaller batchSize, or device.backend "cpu"');
  }
  const views = made.map(
    (info, index) => engine().makeTensorFromTensorInfo({ ...info, shape: shapes[index] ?? [] }) as Tensor4D,
  );
  return {
    ...{ epoch: 0, stepInEpoch: 0, indices: new Int32Array(batchSize), chunks },
    ...heldChunks(views),
  };
}
