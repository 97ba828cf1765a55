import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import type { RunConfigInput } from '../../engine/config/runConfig';
import { embedViews } from '../../engine/evaluate/embed';
import type { Learner } from '../../engine/train/learner';
import { openComputingNothing } from './computingNothing';
import { learnerOf, step } from './learnerOnNoise';

describe('a step of ResNet-18', () => {
  const batch = { side: 32, images: 16 };
  let learner: Learner;
  let dispatches = 0;
  let buffers = 0;

  beforeAll(async () => {
    const backend = await openComputingNothing(false);
    // Common GPUs have as many; this one has fewer, and would refuse them if it checked.
    Object.defineProperty(backend, 'mostBindings', { value: 12 });
    const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
    GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...counts) {
      dispatches++;
      dispatchWorkgroups.apply(this, counts);
    };
    const { device } = backend;
    const { createBuffer } = device;
    device.createBuffer = (descriptor) => {
      buffers++;
      return createBuffer.call(device, descriptor);
    };
    // Of width 16, which is as many programs as of width 64 in less memory.
    const config: RunConfigInput = {
      encoder: { architecture: 'resnet18', width: 16 },
      batchSize: batch.images,
    };
    learner = learnerOf(config, batch);
    for (let number = 0; number < 3; number++) await step(learner, batch, number, false);
  });
  afterAll(() => {
    learner.dispose();
    closeBackend();
  });

  test('takes fewer than 250 dispatches', async () => {
    dispatches = 0;
    await step(learner, batch, 3, false);
    expect(dispatches).toBeGreaterThan(150);
    expect(dispatches).toBeLessThan(250);
  });

  test('has an embedding beside it that takes two dispatches a convolution, and few more', async () => {
    dispatches = 0;
    const views = new Float32Array(batch.images * batch.side ** 2 * 3);
    await embedViews(learner, [views], batch.images, batch.side);
    expect(dispatches).toBeGreaterThan(2 * 20);
    expect(dispatches).toBeLessThan(2 * 20 + 6);
  });

  test('needs no more memory than the one before, and makes no buffers but to bring its batch over', async () => {
    const before = tf.memory() as unknown as { numBytesAllocatedInGPU: number };
    buffers = 0;
    await step(learner, batch, 4, false);
    // Views and two copies of labels.
    expect(buffers).toBeLessThanOrEqual(4);
    const after = tf.memory() as unknown as { numBytesAllocatedInGPU: number };
    expect(after.numBytesAllocatedInGPU - before.numBytesAllocatedInGPU).toBeLessThan(1e5);
  });
});
