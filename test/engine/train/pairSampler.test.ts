import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createViewLoader } from '../../../engine/augment/createViewLoader';
import { openDataset } from '../../../engine/data/openDataset';
import { PairSampler } from '../../../engine/train/pairSampler';
import { temporaryFolder } from '../runs/temporaryFolder';
import { tinyConfig } from './tinyRun';

const folder = temporaryFolder();

test('a sampled pair is the very pair that the network gets in that epoch', async () => {
  const config = tinyConfig();
  const { seed, augment } = config;
  const folders = { baseFolder: folder(), runsFolder: join(folder(), 'runs'), seed };
  const dataset = await openDataset(config.data, folders);
  const { imageSize, train } = dataset;
  const { pairs } = await new PairSampler(dataset, config).draw(3, 2);
  const loader = createViewLoader({
    ...{ images: train.images, imageSize, batchSize: 64, augment, seed, threads: 1 },
    start: { epoch: 2, stepInEpoch: 0 },
  });
  await setBackend('cpu');
  try {
    const batch = await loader.next();
    const views = batch.tensor(0);
    const values = views.dataSync();
    views.dispose();
    const length = imageSize * imageSize * 3;
    for (const { id, label, first, second } of pairs) {
      const image = train.ids.indexOf(id);
      expect(label).toBe(dataset.classes?.[train.labels?.[image] ?? -1]);
      const row = batch.indices.indexOf(image);
      for (const [png, at] of [
        [first, row],
        [second, row + 64],
      ] as const) {
        const seen = values.subarray(at * length, (at + 1) * length);
        const pixels = await sharp(Buffer.from(png, 'base64')).raw().toBuffer();
        expect([...pixels]).toEqual(Array.from(seen, (value) => Math.round(value * 255)));
      }
    }
  } finally {
    await loader.close();
  }
});
