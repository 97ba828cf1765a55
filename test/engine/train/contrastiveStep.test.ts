import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { createEncoder, type Encoder } from '../../../engine/models/encoder';
import { createHead } from '../../../engine/models/head';
import type { Network } from '../../../engine/models/parameter';
import { createOptimizer } from '../../../engine/optim/optimizer';
import { contrastiveStep, type ContrastiveStepResult } from '../../../engine/train/contrastiveStep';
import { readTensors } from '../../vectors/readTensors';
import { loadParameters, loadStatistics } from '../models/loadVectors';
import { peakBytes } from '../models/liveBytes';
import { useTestBackend } from '../testBackend';
import { relativeError } from '../ops/relativeError';
import { inChunks } from './inChunks';

const config = runConfigSchema.parse({ encoder: { width: 4 }, head: { outputSize: 6 } });
const file = readTensors('models-resnet8');

beforeAll(useTestBackend);

/** The networks of the vectors file. */
function makeNetworks(): { encoder: Encoder; head: Network<Tensor2D, Tensor2D> } {
  const encoder = createEncoder(config.encoder, 12, 0);
  const head = createHead(config.head, encoder.outputSize, 0);
  loadParameters(file, encoder, head);
  return { encoder, head };
}

/** The same network with batch norm in evaluation mode whatever is asked of it. */
function frozen<In extends Tensor, Out extends Tensor>(network: Network<In, Out>): Network<In, Out> {
  return {
    ...network,
    apply: (input) => network.apply(input, { training: false, updateStatistics: false }),
  };
}

function disposeResult({ loss, contrastiveAccuracy, h, z, gradients }: ContrastiveStepResult): void {
  tf.dispose([loss, contrastiveAccuracy, h, z, gradients]);
}

/** Compares every number of a step with those that PyTorch has under a prefix. */
function expectPyTorch(
  result: ContrastiveStepResult,
  prefix: string,
  networks: ReturnType<typeof makeNetworks>,
): void {
  const { loss, contrastiveAccuracy, h, z, gradients } = result;
  const tensors = { loss, accuracy: contrastiveAccuracy, h, z };
  for (const [name, tensor] of Object.entries(tensors)) {
    expect(relativeError(tensor.dataSync(), file.values(`${prefix}.${name}`)), name).toBeLessThan(1e-5);
  }
  const parameters = [...networks.encoder.parameters, ...networks.head.parameters];
  expect(gradients.length).toBe(parameters.length);
  parameters.forEach(({ name }, index) => {
    const error = relativeError(
      gradients[index]?.dataSync() ?? [],
      file.values(`${prefix}.gradient.${name}`),
    );
    expect(error, name).toBeLessThan(2e-5);
  });
}

describe('contrastiveStep', () => {
  it('has the loss, the embeddings and every gradient of PyTorch in training mode', () => {
    const networks = makeNetworks();
    const views = file.tensor<Tensor4D>('images');
    const loss = { ...config.loss, temperature: 0.5 };
    const result = contrastiveStep({ ...networks, views: inChunks(views, null), loss });
    expectPyTorch(result, 'training', networks);
    for (const { name, variable } of networks.encoder.buffers) {
      expect(relativeError(variable.dataSync(), file.values(`statistics.${name}`)), name).toBeLessThan(1e-5);
    }
  });

  it.each([null, 4, 3, 2, 1])(
    'with batch norm in evaluation mode has those numbers at a micro-batch of %s too',
    (microBatch) => {
      const networks = makeNetworks();
      loadStatistics(file, networks.encoder);
      const views = file.tensor<Tensor4D>('images');
      const result = contrastiveStep({
        encoder: frozen(networks.encoder),
        head: frozen(networks.head),
        views: inChunks(views, microBatch),
        loss: { ...config.loss, temperature: 0.1 },
      });
      expectPyTorch(result, 'evaluation', networks);
    },
  );

  it.each([null, 2])('leaves nothing behind, step after step (micro-batch %s)', (microBatch) => {
    const networks = makeNetworks();
    const optimizer = createOptimizer(config.optimizer, [
      ...networks.encoder.parameters,
      ...networks.head.parameters,
    ]);
    const views = file.tensor<Tensor4D>('images');
    const counts = Array.from({ length: 3 }, () => {
      const result = contrastiveStep({ ...networks, views: inChunks(views, microBatch), loss: config.loss });
      optimizer.apply(result.gradients, 0.01);
      disposeResult(result);
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      return [numTensors, numDataBuffers, numBytes];
    });
    expect(counts[1]).toEqual(counts[0]);
    expect(counts[2]).toEqual(counts[0]);
  });

  it.each([null, 2])('has results that outlive the caller’s tidy (micro-batch %s)', (microBatch) => {
    const networks = makeNetworks();
    const views = file.tensor<Tensor4D>('images');
    let result: ContrastiveStepResult | undefined;
    tf.tidy(() => {
      result = contrastiveStep({ ...networks, views: inChunks(views, microBatch), loss: config.loss });
    });
    if (!result) throw new Error('no result');
    expect(result.h.dataSync().length).toBe(8 * 16);
    expect(result.gradients.every((gradient) => !gradient.isDisposed)).toBe(true);
    expect(views.isDisposed).toBe(false);
    disposeResult(result);
  });
});

describe('gradient caching', () => {
  it.each(['nt-logistic', 'margin', 'decoupled'] as const)(
    'has the loss and the gradients of the unsplit step with the loss "%s" too',
    (type) => {
      const networks = makeNetworks();
      loadStatistics(file, networks.encoder);
      const [whole, split] = [null, 2].map((microBatch) =>
        contrastiveStep({
          encoder: frozen(networks.encoder),
          head: frozen(networks.head),
          views: inChunks(file.tensor<Tensor4D>('images'), microBatch),
          loss: { ...config.loss, type, semiHard: type === 'margin', margin: 2 },
        }),
      );
      expect(split?.loss.dataSync()[0]).toBeCloseTo(whole?.loss.dataSync()[0] ?? NaN, 5);
      whole?.gradients.forEach((gradient, index) => {
        const error = relativeError(split?.gradients[index]?.dataSync() ?? [], gradient.dataSync());
        expect(error).toBeLessThan(2e-5);
      });
    },
  );

  /** Bytes at the peak of a step, beyond parameters and views. */
  function peak(images: number, microBatch: number | null): number {
    const networks = makeNetworks();
    const views = tf.randomUniform([2 * images, 12, 12, 3], 0, 1, 'float32', 1) as Tensor4D;
    return peakBytes(() => {
      disposeResult(contrastiveStep({ ...networks, views: inChunks(views, microBatch), loss: config.loss }));
    });
  }

  it('needs the memory of the micro-batch, not of the batch', () => {
    const [batchOf2, cachedBatchOf8, batchOf8] = [peak(2, null), peak(8, 2), peak(8, null)];
    expect(cachedBatchOf8).toBeLessThan(1.5 * batchOf2);
    expect(cachedBatchOf8).toBeLessThan(0.5 * batchOf8);
  });

  it('moves the running statistics once a step, as far as the unsplit step', () => {
    // Chunks that are copies of one another have the statistics of the whole batch.
    const [whole, split] = [makeNetworks(), makeNetworks()];
    const first = tf.slice(file.tensor<Tensor4D>('images'), 0, 1);
    const second = tf.slice(file.tensor<Tensor4D>('images'), 5, 1);
    const views = tf.concat4d([first, first, first, second, second, second], 0);
    disposeResult(contrastiveStep({ ...whole, views: inChunks(views, null), loss: config.loss }));
    disposeResult(contrastiveStep({ ...split, views: inChunks(views, 1), loss: config.loss }));
    whole.encoder.buffers.forEach(({ name, variable }, index) => {
      if (!name.endsWith('running_mean')) return;
      const moved = split.encoder.buffers[index]?.variable.dataSync() ?? [];
      expect(relativeError(moved, variable.dataSync()), name).toBeLessThan(1e-5);
    });
  });
});
