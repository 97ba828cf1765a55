import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { splitEvenly } from '../../../engine/augment/splitEvenly';
import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { Learner } from '../../../engine/train/learner';

test('after two steps of training the memory of the backend neither grows nor fills up', async () => {
  const { backend } = await openCpuBackend({ threads: 2 });
  const { memory } = backend.heap;
  const images = 24;
  const config = runConfigSchema.parse({
    encoder: { architecture: 'resnet8', width: 16 },
    batchSize: images,
    optimizer: { type: 'lars' },
  });
  const learner = new Learner(config, 16, 3);
  const labels = Int32Array.from({ length: images }, (_, i) => (i % 4) - 1);
  const views = Float32Array.from({ length: 2 * images * 16 * 16 * 3 }, (_, i) => ((i * 7919) % 1000) / 1000);
  const indices = Int32Array.from(labels.keys());
  const tensor = () => tf.tensor4d(views, [2 * images, 16, 16, 3]);
  const chunks = splitEvenly(images, null);
  const batch = { epoch: 0, stepInEpoch: 0, indices, chunks, tensor, release: () => undefined };
  const states: unknown[] = [];
  for (let step = 0; step < 6; step++) {
    const outcome = learner.step(batch, labels, 0.1);
    tf.dispose({ ...outcome });
    states.push([
      memory.buffer.byteLength,
      backend.heap.usedBytes,
      backend.heap.peakBytes,
      tf.memory().numTensors,
    ]);
  }
  expect(states.slice(2)).toEqual(states.slice(1, -1));
  learner.dispose();
  backend.dispose();
});
