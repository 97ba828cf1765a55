import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { openViewLoader } from '../../engine/augment/openViewLoader';
import { closeBackend } from '../../engine/backends/closeBackend';
import { openCpuBackend } from '../../engine/backends/cpu/openCpuBackend';
import { openGpuBackend } from '../../engine/backends/webgpu/openGpuBackend';
import { runConfigSchema, type RunConfig } from '../../engine/config/runConfig';
import type { ImageFileInfo } from '../../engine/data/dataset';
import { Learner } from '../../engine/train/learner';
import type { RunReporter } from '../../engine/train/runReporter';
import { warmUp } from '../../engine/train/warmUp';
import { temporaryImages } from '../engine/augment/temporaryImages';
import { openComputingNothing } from './computingNothing';

afterEach(closeBackend);

const imageSize = 16;
const config = runConfigSchema.parse({
  encoder: { architecture: 'resnet8', width: 4 },
  head: { outputSize: 8 },
  batchSize: 16,
});
const sizes = Array.from({ length: 32 }, (_, i) => [18 + (i % 7), 17 + (i % 5)] as const);

/** Steps from images to a trained encoder; the last one's loss, accuracy and gradient norm are the caller's. */
async function train(given: RunConfig, images: ImageFileInfo, steps: number) {
  const { batchSize, microBatch, augment, seed } = given;
  const loader = await openViewLoader({
    ...{ images, imageSize, batchSize, microBatch, augment, seed, threads: 1 },
    start: { epoch: 0, stepInEpoch: 0 },
  });
  const learner = new Learner(given, imageSize, null);
  for (let step = 1; ; step++) {
    const batch = await loader.next();
    const { z, ...outcome } = learner.step(batch, null, 0.05);
    batch.release();
    z.dispose();
    if (step === steps) {
      await loader.close();
      return Object.values(outcome);
    }
    tf.dispose(outcome);
  }
}

test('a batch whose views no tensor could hold trains in the micro-batches that its refusal proposes', async () => {
  const gpu = await openComputingNothing(true);
  Object.defineProperty(gpu, 'largestBuffer', { value: 40_000 });
  const reporter = { emit: () => undefined } as unknown as RunReporter;
  await expect(warmUp(config, imageSize, null, reporter)).rejects.toMatchObject({ microBatch: 4 });
  const split = { ...config, microBatch: 4 };
  await warmUp(split, imageSize, null, reporter);
  const allocated = gpu.bufferManager.numBytesAllocated;
  tf.dispose(await train(split, temporaryImages(sizes), 3));
  await gpu.settle();
  // What the views are made from and with comes on top: the rest was there.
  expect(gpu.bufferManager.numBytesAllocated - allocated).toBeLessThan(100_000);
});

test.each([4, 6])(
  'cached steps follow the numbers of the CPU from the images on, micro-batch %i',
  async (microBatch) => {
    const images = temporaryImages(sizes);
    const found: number[][] = [];
    for (const open of [() => openCpuBackend({ threads: 1 }), () => openGpuBackend()]) {
      await open();
      const values: number[] = [];
      for (const tensor of await train({ ...config, microBatch }, images, 3))
        values.push(...(await tensor.data()));
      found.push(values);
      closeBackend();
    }
    const [cpu = [], gpu = []] = found;
    expect(cpu).toHaveLength(3);
    cpu.forEach((value, at) => {
      expect(Math.abs((gpu[at] ?? NaN) - value)).toBeLessThan(2e-4 * Math.max(1, Math.abs(value)));
    });
  },
);
