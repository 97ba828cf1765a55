import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { rmSync, truncateSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { augmentSchema } from '../../../engine/config/augmentation';
import { createViewLoader, type ViewLoaderOptions } from '../../../engine/augment/createViewLoader';
import type { ViewBatch, ViewLoader } from '../../../engine/augment/viewLoader';
import { compileAugment, ViewMaker } from '../../../engine/augment/viewMaker';
import { ImageFile } from '../../../engine/data/imageFile';
import { UserError } from '../../../engine/errors';
import { temporaryImages } from './temporaryImages';

const imageSize = 12;
const batchSize = 6;
const stepsPerEpoch = 3;
const augment = augmentSchema.parse({
  transforms: [
    { type: 'crop' },
    { type: 'flip' },
    { type: 'color' },
    { type: 'grayscale' },
    { type: 'noise' },
  ],
  secondBranch: [
    { type: 'rotate' },
    { type: 'crop' },
    { type: 'blur' },
    { type: 'cutout' },
    { type: 'sobel' },
  ],
});

/** Twenty images of different sizes: three batches and two images over. */
const sizes = Array.from({ length: 20 }, (_, i) => [12 + ((i * 7) % 19), 12 + ((i * 5) % 23)] as const);

function open(options: Partial<ViewLoaderOptions> = {}): ViewLoader {
  const loader = createViewLoader({
    images: options.images ?? temporaryImages(sizes),
    imageSize,
    batchSize,
    augment,
    seed: 11,
    threads: 2,
    start: { epoch: 0, stepInEpoch: 0 },
    ...options,
  });
  onTestFinished(() => loader.close());
  return loader;
}

beforeAll(async () => {
  await setBackend('cpu');
});

/** The views of a batch, in the loader's memory. */
function viewsOf(batch: ViewBatch): Float32Array {
  const tensor = batch.tensor(0);
  expect(tensor.shape).toEqual([tensor.shape[0], imageSize, imageSize, 3]);
  const views = tensor.dataSync<'float32'>();
  tensor.dispose();
  return views;
}

/** The next batches, copied and released. */
async function take(loader: ViewLoader, count: number) {
  const batches = [];
  for (let i = 0; i < count; i++) {
    const batch = await loader.next();
    const { epoch, stepInEpoch, indices } = batch;
    batches.push({ epoch, stepInEpoch, indices: indices.slice(), views: viewsOf(batch).slice() });
    batch.release();
  }
  return batches;
}

describe('the view loader', () => {
  it('gives the same views with one, two and three threads', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((threads) => take(open({ threads }), 7)));
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  it('hands the views of a batch out in the chunks that are embedded at once', async () => {
    const images = temporaryImages(sizes);
    const [whole] = await take(open({ images }), 1);
    const loader = open({ images, microBatch: 4 });
    const batch = await loader.next();
    expect(batch.chunks).toEqual([
      { first: 0, end: 3 },
      { first: 3, end: 6 },
    ]);
    const length = imageSize * imageSize * 3;
    const rows = (first: number, end: number) => whole?.views.subarray(first * length, end * length) ?? [];
    for (const [index, { first, end }] of batch.chunks.entries()) {
      const expected = [...rows(first, end), ...rows(batchSize + first, batchSize + end)];
      // As gradient caching does, which embeds each of them twice.
      for (let pass = 0; pass < 2; pass++) {
        const tensor = batch.tensor(index);
        expect(tensor.shape).toEqual([6, imageSize, imageSize, 3]);
        expect([...tensor.dataSync()]).toEqual(expected);
        tensor.dispose();
      }
    }
  });

  it('makes the first views alone, of the images that are named, as they would be in pairs', async () => {
    const images = temporaryImages(sizes);
    const only = Int32Array.from([2, 3, 5, 7, 11, 13, 17, 19]);
    const batches = await take(open({ images, only, branches: 1, batchSize: 4 }), 4);
    const file = new ImageFile(images);
    const maker = new ViewMaker(compileAugment(), imageSize, augment, 11);
    for (const { epoch, indices, views } of batches) {
      expect(views).toHaveLength(4 * imageSize * imageSize * 3);
      indices.forEach((image, place) => {
        expect(only).toContain(image);
        maker.load(images, file, image);
        const length = imageSize * imageSize * 3;
        const view = maker.view({ epoch, image, branch: 0 });
        expect(views.subarray(place * length, (place + 1) * length)).toEqual(view);
      });
    }
    file.close();
    const epoch = batches.slice(0, 2).flatMap(({ indices }) => [...indices]);
    expect(epoch.sort((a, b) => a - b)).toEqual([...only]);
  });

  it('goes on from any step as if it had run through', async () => {
    const whole = await take(open(), 3 * stepsPerEpoch);
    for (const [epoch, stepInEpoch] of [
      [0, 1],
      [1, 2],
      [2, 0],
      [1, 3],
    ] as const) {
      const resumed = await take(open({ start: { epoch, stepInEpoch } }), 2);
      const first = epoch * stepsPerEpoch + stepInEpoch;
      expect(resumed).toEqual(whole.slice(first, first + 2));
    }
  });

  it('puts the first views first and the second ones after them, each made of its image', async () => {
    const images = temporaryImages(sizes);
    const file = new ImageFile(images);
    onTestFinished(() => file.close());
    const maker = new ViewMaker(compileAugment(), imageSize, augment, 11);
    const length = imageSize * imageSize * 3;
    for (const { epoch, indices, views } of await take(open({ images }), 4)) {
      expect(views.length).toBe(2 * batchSize * length);
      indices.forEach((image, i) => {
        maker.load(images, file, image);
        for (const branch of [0, 1] as const) {
          const row = branch * batchSize + i;
          expect(views.slice(row * length, (row + 1) * length)).toEqual(maker.view({ epoch, image, branch }));
        }
      });
    }
  });

  it('takes each image at most once an epoch, in another order each time', async () => {
    const batches = await take(open(), 2 * stepsPerEpoch);
    expect(batches.map(({ epoch, stepInEpoch }) => [epoch, stepInEpoch])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    const epochs = [batches.slice(0, stepsPerEpoch), batches.slice(stepsPerEpoch)].map((epoch) =>
      epoch.flatMap(({ indices }) => [...indices]),
    );
    for (const order of epochs) {
      expect(new Set(order).size).toBe(stepsPerEpoch * batchSize);
      for (const image of order) expect(sizes[image]).toBeDefined();
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it('leaves batches alone until they are released, and goes on after', async () => {
    const wanted = await take(open(), 5);
    const loader = open();
    const held = [await loader.next(), await loader.next(), await loader.next()] as const;
    const fourth = loader.next();
    const fifth = loader.next();
    for (const [i, batch] of held.entries()) expect(viewsOf(batch)).toEqual(wanted[i]?.views);
    held[1].release();
    held[1].release();
    expect(viewsOf(await fourth)).toEqual(wanted[3]?.views);
    expect(viewsOf(held[0])).toEqual(wanted[0]?.views);
    held[0].release();
    expect(viewsOf(await fifth)).toEqual(wanted[4]?.views);
    expect(viewsOf(held[2])).toEqual(wanted[2]?.views);
  });

  it('says when the decoded images have gone', async () => {
    const images = temporaryImages(sizes);
    rmSync(images.path);
    const loader = open({ images });
    await expect(loader.next()).rejects.toThrow(UserError);
    await expect(loader.next()).rejects.toThrow(images.path);
    await loader.close();
  });

  it('says when the decoded images were cut short', async () => {
    const images = temporaryImages(sizes);
    truncateSync(images.path, 5000);
    const loader = open({ images });
    await expect(take(loader, stepsPerEpoch)).rejects.toThrow(UserError);
    await expect(loader.next()).rejects.toThrow(images.path);
  });

  it('rejects a batch that exceeds the images', () => {
    expect(() => open({ batchSize: 21 })).toThrow(/batchSize \(21\).*\(20\)/);
  });

  it('rejects batches that no memory holds', () => {
    expect(() => open({ imageSize: 2 ** 22 })).toThrow(/no memory.*batchSize/);
  });

  it('closes in the midst of a batch, rejects what was asked for, and leaves no thread', async () => {
    const threads = (): number =>
      process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)).length;
    const before = threads();
    // A batch that takes far longer than the test waits.
    const large = Array.from({ length: 2000 }, () => [100, 100] as const);
    const loader = open({ images: temporaryImages(large), batchSize: 2000, imageSize: 96 });
    const pending = expect(loader.next()).rejects.toThrow(/closed/);
    expect(threads()).toBeGreaterThan(before);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await loader.close();
    await pending;
    await expect(loader.next()).rejects.toThrow(/closed/);
    expect(threads()).toBe(before);
  });
});
