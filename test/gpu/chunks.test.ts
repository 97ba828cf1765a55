import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { openViewLoader } from '../../engine/augment/openViewLoader';
import { closeBackend } from '../../engine/backends/closeBackend';
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

/** Takes steps from images to a trained encoder. */
async function train(given: RunConfig, images: ImageFileInfo, steps: number): Promise<void> {
  const { batchSize, microBatch, augment, seed } = given;
  const loader = await openViewLoader({
    ...{ images, imageSize, batchSize, microBatch, augment, seed, threads: 1 },
    start: { epoch: 0, stepInEpoch: 0 },
  });
  const learner = new Learner(given, imageSize, null);
  for (let step = 0; step < steps; step++) {
    const batch = await loader.next();
    tf.dispose({ ...learner.step(batch, null, 0.05) });
    batch.release();
  }
  learner.dispose();
  await loader.close();
}

test('a batch whose views no tensor could hold trains in the micro-batches that its refusal proposes', async () => {
  const gpu = await openComputingNothing(true);
  Object.defineProperty(gpu, 'largestBuffer', { value: 40_000 });
  const reporter = { emit: () => undefined } as unknown as RunReporter;
  await expect(warmUp(config, imageSize, null, reporter)).rejects.toMatchObject({ microBatch: 4 });
  const split = { ...config, microBatch: 4 };
  await warmUp(split, imageSize, null, reporter);
  const allocated = gpu.bufferManager.numBytesAllocated;
  await train(split, temporaryImages(sizes), 3);
  await gpu.settle();
  // What the views are made from and with comes on top: the rest was there.
  expect(gpu.bufferManager.numBytesAllocated - allocated).toBeLessThan(100_000);
});
