import { afterEach, expect, test } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import { augmentSchema } from '../../engine/config/augmentation';
import { runConfigSchema } from '../../engine/config/runConfig';
import { learnFromLabels } from '../../engine/evaluate/labelLearning';
import { createEncoder } from '../../engine/models/encoder';
import { temporaryImages } from '../engine/augment/temporaryImages';
import { openComputingNothing } from './computingNothing';

afterEach(closeBackend);

/**
 * Has networks learn from labels in turn, in batches of these sizes.
 * @returns bytes of the GPU's memory that are taken while each of them is judged.
 */
async function learn(batchSizes: readonly number[]): Promise<number[]> {
  const gpu = await openComputingNothing(true);
  const read = gpu.read.bind(gpu);
  // It leaves whatever was in its memory before, which need not be a number.
  gpu.read = async (dataId) => new Float32Array((await read(dataId)).length);
  const images = temporaryImages(Array.from({ length: 60 }, () => [20, 20] as const));
  const all = { images, imageSize: 16, indices: Int32Array.from({ length: 60 }, (_, i) => i) };
  const labels = all.indices.map((i) => i % 2);
  const labelled = { classes: 2, train: all, trainLabels: labels, test: all, testLabels: labels };
  const taken: number[] = [];
  for (const batchSize of batchSizes) {
    const encoder = createEncoder(runConfigSchema.parse({ encoder: { width: 8 } }).encoder, 16, 0);
    const recipe = { epochs: 1, batchSize, learningRate: 0.1, weightDecay: 0 };
    const task = { encoder, start: 'pretrained', augment: augmentSchema.parse({}), recipe } as const;
    let most = 0;
    const onStep = () => {
      most = Math.max(most, gpu.bufferManager.numBytesAllocated);
    };
    await learnFromLabels(task, labelled, { seed: 0, loaderThreads: 1, batchSize: 10, onStep });
    taken.push(most);
    encoder.dispose();
  }
  closeBackend();
  return taken;
}

test('a network that learns after others, in batches of other sizes, takes no more memory than alone', async () => {
  const [alone = 0] = await learn([28]);
  const after = await learn([30, 29, 28]);
  expect(after.at(-1)).toBeLessThan(1.1 * alone);
});
