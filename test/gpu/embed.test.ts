import { rmSync, truncateSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { gpuCenterViews } from '../../engine/augment/gpu/gpuCenterViews';
import { loadCenterViews } from '../../engine/augment/loadCenterViews';
import { UserError } from '../../engine/errors';
import { embed, embedH, embedViews } from '../../engine/evaluate/embed';
import type { Network } from '../../engine/models/parameter';
import { temporaryImages } from '../engine/augment/temporaryImages';
import { gpuForTests } from './gpuForTests';
import { largestDifference } from './largestDifference';

const gpuOf = gpuForTests();

/** Smaller and larger than a view, upright and across, the third of a view's size. */
const sizes = [
  [61, 47],
  [13, 40],
  [24, 24],
  [9, 36],
  [90, 25],
  [24, 31],
  [57, 57],
] as const;
const side = 24;
const indices = Int32Array.of(0, 1, 2, 4, 5, 6, 3);

/** A network without parameters. */
function network<In extends tf.Tensor>(
  outputSize: number,
  apply: (input: In) => tf.Tensor2D,
): Network<In, tf.Tensor2D> {
  return { parameters: [], buffers: [], outputSize, apply, dispose: () => undefined };
}

test('evaluation views are those of the CPU', async () => {
  const gpu = gpuOf();
  const before = gpu.bufferManager.numBytesUsed;
  const images = temporaryImages(sizes);
  const wanted = [...loadCenterViews(images, indices, side, 3)];
  const found: Float32Array[] = [];
  for (const views of gpuCenterViews(gpu, images, indices, side, 3)) {
    expect(gpu.tensorMap.get(views.dataId).resource).toBeInstanceOf(GPUBuffer);
    found.push((await views.data()) as Float32Array);
    views.dispose();
  }
  expect(found.map(({ length }) => length)).toEqual(wanted.map(({ length }) => length));
  found.forEach((views, i) => {
    expect(largestDifference(views, wanted[i] ?? views.slice().fill(NaN))).toBeLessThan(2e-5);
  });
  expect(gpu.bufferManager.numBytesUsed).toBe(before);
});

test('an embedding is the same of views from either, and a batch is queued before the last one is read', async () => {
  const images = temporaryImages(sizes);
  const events: string[] = [];
  const encoder = network<tf.Tensor4D>(3, (views) => {
    events.push('queued');
    return tf.mean(views, [1, 2]);
  });
  const head = network<tf.Tensor2D>(2, (h) => tf.slice(tf.square(h), [0, 1]));
  const evaluated = { images, imageSize: side, indices };
  const tensors = tf.memory().numTensors;
  const { h, z } = await embed({ encoder, head }, evaluated, 2, (done) => {
    events.push(`${done} read`);
  });
  expect(events.join()).toBe('queued,queued,2 read,queued,4 read,queued,6 read,7 read');
  const views = loadCenterViews(images, indices, side, 3);
  const wanted = await embedViews({ encoder, head }, views, indices.length, side);
  expect([h.count, h.size, z.count, z.size]).toEqual([7, 3, 7, 2]);
  for (const [values, others] of [
    [h, wanted.h],
    [z, wanted.z],
  ] as const) {
    expect(largestDifference(values.data, others.data)).toBeLessThan(1e-5);
  }
  expect((await embedH(encoder, evaluated, 7)).data).toEqual(h.data);
  await expect(
    embed({ encoder, head }, evaluated, 2, () => {
      throw new Error('enough');
    }),
  ).rejects.toThrow('enough');
  expect(tf.memory().numTensors).toBe(tensors);
});

test.each<[string, (path: string) => void]>([
  ['have gone', (path) => rmSync(path)],
  ['were cut short', (path) => truncateSync(path, 9000)],
])('says in a sentence that the decoded images %s', (_name, harm) => {
  const gpu = gpuOf();
  const before = gpu.bufferManager.numBytesUsed;
  const images = temporaryImages(sizes);
  harm(images.path);
  const take = () => {
    for (const views of gpuCenterViews(gpu, images, indices, side, 2)) views.dispose();
  };
  expect(take).toThrow(UserError);
  expect(take).toThrow(images.path);
  expect(gpu.bufferManager.numBytesUsed).toBe(before);
});
