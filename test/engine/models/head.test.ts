import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { createHead } from '../../../engine/models/head';
import { readTensors } from '../../vectors/readTensors';
import { useTestBackend } from '../testBackend';
import { relativeError } from '../ops/relativeError';

const training = { training: true, updateStatistics: true };

const headConfig = (head: RunConfigInput['head']) => runConfigSchema.parse({ head }).head;

const shapes = (head: RunConfigInput['head'], inputSize: number) => {
  const network = createHead(headConfig(head), inputSize, 0);
  const entries = network.parameters.map(({ name, kind, variable }) => [name, kind, variable.shape]);
  network.dispose();
  return entries;
};

beforeAll(useTestBackend);

describe('createHead', () => {
  it('has one hidden layer with a bias, and an output layer without, unless told otherwise', () => {
    expect(shapes({}, 6)).toEqual([
      ['layers.0.weight', 'weight', [6, 6]],
      ['layers.0.bias', 'bias', [6]],
      ['layers.1.weight', 'weight', [6, 128]],
    ]);
  });

  it('is as deep and wide as configured', () => {
    expect(shapes({ hiddenLayers: 2, hiddenSize: 5, outputSize: 3 }, 4)).toEqual([
      ['layers.0.weight', 'weight', [4, 5]],
      ['layers.0.bias', 'bias', [5]],
      ['layers.1.weight', 'weight', [5, 5]],
      ['layers.1.bias', 'bias', [5]],
      ['layers.2.weight', 'weight', [5, 3]],
    ]);
  });

  it('is one layer when linear', () => {
    expect(shapes({ type: 'linear', outputSize: 3 }, 4)).toEqual([
      ['layers.0.weight', 'weight', [4, 3]],
      ['layers.0.bias', 'bias', [3]],
    ]);
  });

  it('passes h on when there is none, and leaves h to its owner', () => {
    const head = createHead(headConfig({ type: 'none' }), 3, 0);
    const h = tf.tensor2d([[1, 2, 3]]);
    const z = head.apply(h, training);
    z.dispose();
    expect(head.outputSize).toBe(3);
    expect(Array.from(h.dataSync())).toEqual([1, 2, 3]);
    h.dispose();
  });

  it('starts within ±1/√inputs', () => {
    const head = createHead(headConfig({ hiddenSize: 50 }), 100, 1);
    const weights = head.parameters[0]?.variable.dataSync() ?? [];
    const largest = Math.max(...Array.from(weights, Math.abs));
    expect(largest).toBeLessThanOrEqual(0.1);
    expect(largest).toBeGreaterThan(0.099);
    head.dispose();
  });

  it('with batch norm after every layer has the values and gradients of PyTorch', () => {
    const file = readTensors('models-head');
    const head = createHead(headConfig({ batchNorm: true, hiddenSize: 7, outputSize: 4 }), 5, 0);
    for (const { name, variable } of head.parameters) variable.assign(file.tensor(name));
    const h = file.tensor<Tensor2D>('h');
    const inputs = [h, ...head.parameters.map(({ variable }) => variable)];
    const { value, grads } = tf.engine().gradients(() => head.apply(h, training), inputs, file.tensor('dz'));
    expect(relativeError(value.dataSync(), file.values('z'))).toBeLessThan(1e-5);
    ['h', ...head.parameters.map(({ name }) => name)].forEach((name, index) => {
      const error = relativeError(grads[index]?.dataSync() ?? [], file.values(`gradient.${name}`));
      expect(error, name).toBeLessThan(1e-5);
    });
    // The last batch norm has no trained offset, as in the authors' code.
    expect(head.parameters.map(({ name }) => name)).not.toContain('layers.1.bn.bias');
    head.dispose();
  });
});
