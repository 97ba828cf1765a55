import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { contrastiveLossWithGradient } from '../../../engine/losses/contrastiveLoss';
import { createEncoder } from '../../../engine/models/encoder';
import { createHead } from '../../../engine/models/head';
import { estimateMemory, suggestMicroBatch } from '../../../engine/models/memoryEstimate';
import { contrastiveStep } from '../../../engine/train/contrastiveStep';
import { useTestBackend } from '../testBackend';
import { inChunks } from '../train/inChunks';
import { peakBytes } from './liveBytes';

beforeAll(useTestBackend);

describe('estimateMemory', () => {
  it.each([
    ['ResNet-8', { encoder: { width: 4 }, batchSize: 8 }, 12],
    ['ResNet-8 with gradient caching', { encoder: { width: 4 }, batchSize: 8, microBatch: 2 }, 12],
    ['ResNet-20', { encoder: { architecture: 'resnet20', width: 2 }, batchSize: 4 }, 12],
    ['ResNet-18', { encoder: { architecture: 'resnet18', width: 2 }, batchSize: 8 }, 12],
    [
      'ResNet-50 with the ImageNet stem',
      { encoder: { architecture: 'resnet50', width: 2, stem: 'imagenet' }, batchSize: 6 },
      32,
    ],
  ] satisfies [string, RunConfigInput, number][])(
    'bounds what a step of a %s holds, and not by much',
    (_, input, size) => {
      const config = runConfigSchema.parse({ ...input, head: { outputSize: 8 } });
      const encoder = createEncoder(config.encoder, size, 0);
      const head = createHead(config.head, encoder.outputSize, 0);
      const weights = [...encoder.parameters, ...head.parameters].reduce(
        (sum, p) => sum + 4 * p.variable.size,
        0,
      );
      const views = tf.randomUniform([2 * config.batchSize, size, size, 3], 0, 1, 'float32', 3) as Tensor4D;
      const measured = peakBytes(() => {
        const { loss, contrastiveAccuracy, h, z, gradients } = contrastiveStep({
          ...{ encoder, head, loss: config.loss },
          views: inChunks(views, config.microBatch),
        });
        tf.dispose([loss, contrastiveAccuracy, h, z, gradients]);
      });
      // The weights, the optimizer's velocities and the views are there before the step.
      const estimated = estimateMemory(config, size).total - 2 * weights - 4 * views.size;
      expect(measured).toBeLessThan(estimated);
      expect(measured).toBeGreaterThan(0.85 * estimated);
      views.dispose();
      encoder.dispose();
      head.dispose();
    },
  );

  it.each([
    { type: 'nt-logistic' },
    { type: 'margin' },
    { type: 'decoupled' },
    { type: 'nt-logistic', semiHard: true },
    { type: 'margin', semiHard: true },
  ] satisfies RunConfigInput['loss'][])('bounds what a loss without kernels of its own holds: %o', (loss) => {
    const batchSize = 64;
    const config = runConfigSchema.parse({ loss, batchSize });
    const z = tf.randomNormal([2 * batchSize, 4], 0, 1, 'float32', 3) as Tensor2D;
    const measured = peakBytes(() => tf.dispose({ ...contrastiveLossWithGradient(z, config.loss) }), true);
    const { batch } = estimateMemory(config, 16);
    const estimated = batch - estimateMemory(runConfigSchema.parse({ batchSize }), 16).batch;
    expect(measured).toBeLessThan(estimated);
    expect(measured).toBeGreaterThan(0.85 * estimated);
    z.dispose();
  });

  it.each([
    ['resnet18', 11_176_512],
    ['resnet34', 21_284_672],
    ['resnet50', 23_508_032],
    ['resnet101', 42_500_160],
    ['resnet152', 58_143_808],
  ] as const)(
    'counts the weights of %s as torchvision does without its classifier',
    (architecture, weights) => {
      const config = runConfigSchema.parse({ encoder: { architecture }, head: { type: 'none' } });
      // Weight, gradient and velocity, four bytes each.
      expect(estimateMemory(config, 224).parameters).toBe(weights * 3 * 4);
    },
  );
});

describe('suggestMicroBatch', () => {
  const config = runConfigSchema.parse({ encoder: { architecture: 'resnet50' }, batchSize: 512 });

  it('finds the largest divisor of the batch that fits', () => {
    const limit = 16 * 2 ** 30;
    const microBatch = suggestMicroBatch(config, 224, limit);
    if (microBatch === null) throw new Error('something fits into 16 GiB');
    expect(estimateMemory(config, 224).total).toBeGreaterThan(limit);
    expect(estimateMemory({ ...config, microBatch }, 224).total).toBeLessThanOrEqual(limit);
    expect(estimateMemory({ ...config, microBatch: 2 * microBatch }, 224).total).toBeGreaterThan(limit);
    const odd = { ...config, batchSize: 510 };
    expect(510 % (suggestMicroBatch(odd, 224, limit) ?? 0)).toBe(0);
  });

  it('says so when nothing fits', () => {
    expect(suggestMicroBatch(config, 224, 100e6)).toBeNull();
  });
});
