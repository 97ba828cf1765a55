import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { createEncoder, type Encoder } from '../../../engine/models/encoder';
import { readTensors } from '../../vectors/readTensors';
import { useTestBackend } from '../testBackend';
import { relativeError } from '../ops/relativeError';
import { loadParameters, loadStatistics } from './loadVectors';

const training = { training: true, updateStatistics: true };
const evaluation = { training: false, updateStatistics: false };

const encoderConfig = (encoder: RunConfigInput['encoder']) => runConfigSchema.parse({ encoder }).encoder;

const values = (encoder: Encoder) =>
  new Map(
    [...encoder.parameters, ...encoder.buffers].map(({ name, variable }) => [name, variable.dataSync()]),
  );

beforeAll(useTestBackend);

describe('ResNet-8 against PyTorch', () => {
  const file = readTensors('models-resnet8');

  it('moves the running statistics in training, and uses them in evaluation', () => {
    const encoder = createEncoder(encoderConfig({ width: 4 }), 12, 0);
    loadParameters(file, encoder);
    const images = file.tensor<Tensor4D>('images');

    const h = encoder.apply(images, training);
    expect(relativeError(h.dataSync(), file.values('training.h'))).toBeLessThan(1e-5);
    expect(encoder.buffers.length).toBeGreaterThan(0);
    for (const { name, variable } of encoder.buffers) {
      expect(relativeError(variable.dataSync(), file.values(`statistics.${name}`)), name).toBeLessThan(1e-5);
    }

    const before = encoder.buffers.map(({ variable }) => variable.dataSync().slice());
    const evaluated = encoder.apply(images, evaluation);
    expect(relativeError(evaluated.dataSync(), file.values('evaluation.h'))).toBeLessThan(1e-5);
    expect(encoder.buffers.map(({ variable }) => variable.dataSync())).toEqual(before);
    tf.dispose([images, h, evaluated]);
    encoder.dispose();
  });

  it('has the parameters that PyTorch has, no more and no fewer', () => {
    const encoder = createEncoder(encoderConfig({ width: 4 }), 12, 0);
    const expected = file.names.filter((name) => name.startsWith('parameter.') && !name.includes('.layers.'));
    const actual = encoder.parameters.map(({ name }) => `parameter.${name}`);
    expect(actual.toSorted()).toEqual(expected.toSorted());
    const kinds = encoder.parameters.map(({ name, kind }) => [/conv|downsample\.0/.test(name), kind]);
    for (const [isConvolution, kind] of kinds) expect(kind).toBe(isConvolution ? 'weight' : 'norm');
    encoder.dispose();
  });

  it('embeds an image in evaluation mode whatever the others in the batch', () => {
    const encoder = createEncoder(encoderConfig({ width: 4 }), 12, 0);
    loadParameters(file, encoder);
    loadStatistics(file, encoder);
    tf.tidy(() => {
      const images = file.tensor<Tensor4D>('images');
      const alone = encoder.apply(tf.slice(images, 2, 1), evaluation);
      const among = tf.slice(encoder.apply(images, evaluation), 2, 1);
      expect(relativeError(alone.dataSync(), among.dataSync())).toBeLessThan(1e-6);
    });
    encoder.dispose();
  });
});

describe('ResNet-50 with the ImageNet stem against PyTorch', () => {
  const file = readTensors('models-resnet50');

  it('has the same representations, running statistics and gradients', () => {
    const encoder = createEncoder(
      encoderConfig({ architecture: 'resnet50', width: 2, stem: 'imagenet' }),
      24,
      0,
    );
    loadParameters(file, encoder);
    const images = file.tensor<Tensor4D>('images');
    const { value, grads } = tf.engine().gradients(
      () => encoder.apply(images, training),
      encoder.parameters.map(({ variable }) => variable),
      file.tensor<Tensor2D>('dh'),
    );
    // The depth amplifies rounding: PyTorch in float32 is 1e-4 (h) and 5e-3 (gradients) from these float64 numbers,
    // and any order of summation gives other errors of that size; three times as much would be a mistake.
    expect(relativeError(value.dataSync(), file.values('h'))).toBeLessThan(3e-4);
    for (const { name, variable } of encoder.buffers) {
      expect(relativeError(variable.dataSync(), file.values(`statistics.${name}`)), name).toBeLessThan(3e-4);
    }
    const gradients = readTensors('models-resnet50-gradients');
    encoder.parameters.forEach(({ name }, index) => {
      const error = relativeError(grads[index]?.dataSync() ?? [], gradients.values(`gradient.${name}`));
      expect(error, name).toBeLessThan(1.5e-2);
    });
    tf.dispose([images, value, grads]);
    encoder.dispose();
  });
});

describe('createEncoder', () => {
  it.each([
    [64, 'cifar', '3×3 stride 1'],
    [65, 'imagenet', '7×7 stride 2, max-pool'],
  ] as const)('chooses the stem for images of %i pixels, and says so', (size, stem, words) => {
    const encoder = createEncoder(encoderConfig({ width: 2 }), size, 0);
    expect(encoder.stem).toBe(stem);
    expect(encoder.description).toContain(words);
    expect(encoder.description).toContain(`chosen for ${size}×${size} images`);
    encoder.dispose();
  });

  it('keeps to a configured stem', () => {
    const encoder = createEncoder(encoderConfig({ width: 2, stem: 'imagenet' }), 32, 0);
    expect(encoder.stem).toBe('imagenet');
    encoder.dispose();
  });

  it('starts convolutions from a normal distribution of variance 2 / (kernel² · outputs)', () => {
    const encoder = createEncoder(encoderConfig({ width: 16 }), 32, 3);
    const weights = Float32Array.from(values(encoder).get('layer3.0.conv2.weight') ?? []);
    const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
    const variance = weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / weights.length;
    const expected = 2 / (9 * 64);
    expect(weights.length).toBe(9 * 64 * 64);
    expect(variance / expected).toBeGreaterThan(0.96);
    expect(variance / expected).toBeLessThan(1.04);
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(expected / weights.length));
    encoder.dispose();
  });

  it('draws the same values from the same seed, others from another, and no two layers alike', () => {
    const [first, second, other] = [5, 5, 6].map((seed) =>
      createEncoder(encoderConfig({ width: 4 }), 32, seed),
    );
    if (!first || !second || !other) throw new Error('three encoders');
    expect(values(first)).toEqual(values(second));
    expect(values(first).get('conv1.weight')).not.toEqual(values(other).get('conv1.weight'));
    expect(values(first).get('layer1.0.conv1.weight')).not.toEqual(
      values(first).get('layer1.0.conv2.weight'),
    );
    for (const encoder of [first, second, other]) encoder.dispose();
  });

  it('with zeroInitResidual starts every block as its shortcut', () => {
    const encoder = createEncoder(
      encoderConfig({ width: 2, architecture: 'resnet20', zeroInitResidual: true }),
      8,
      0,
    );
    const zero = [...values(encoder)].filter(
      ([name, data]) => name.endsWith('weight') && data.every((w) => w === 0),
    );
    expect(zero.map(([name]) => name)).toEqual(
      [1, 2, 3].flatMap((stage) => [0, 1, 2].map((block) => `layer${stage}.${block}.bn2.weight`)),
    );
    encoder.dispose();
  });

  it('widens by the multiplier', () => {
    const encoder = createEncoder(
      encoderConfig({ architecture: 'resnet50', width: 2, widthMultiplier: 4 }),
      32,
      0,
    );
    expect(encoder.outputSize).toBe(2 * 4 * 8 * 4);
    encoder.dispose();
  });

  it('does not compute the gradient of the images', () => {
    const wanted: unknown[] = [];
    const original = tf.engine().runKernel.bind(tf.engine());
    tf.engine().runKernel = ((name: string, inputs: never, attributes: tf.NamedAttrMap) => {
      if (name === 'ConvBatchNormGrad') wanted.push(attributes['inputGradient']);
      return original(name, inputs, attributes);
    }) as typeof original;
    const encoder = createEncoder(encoderConfig({ width: 2 }), 8, 0);
    try {
      tf.tidy(() => {
        const images = tf.ones<tf.Rank.R4>([2, 8, 8, 3]);
        const weights = encoder.parameters.map(({ variable }) => variable);
        tf.engine().gradients(
          () => encoder.apply(tf.clone(images), training),
          weights,
          tf.ones([2, encoder.outputSize]),
        );
      });
    } finally {
      tf.engine().runKernel = original;
    }
    // The first convolution is the last of the backward pass.
    expect(wanted.pop()).toBe(false);
    expect(new Set(wanted)).toEqual(new Set([true]));
    encoder.dispose();
  });
});
