import { rmSync, truncateSync } from 'node:fs';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createViewLoader } from '../../engine/augment/createViewLoader';
import { createGpuViewLoader, type GpuViewLoaderOptions } from '../../engine/augment/gpu/createGpuViewLoader';
import { openViewLoader } from '../../engine/augment/openViewLoader';
import type { Chunk } from '../../engine/augment/splitEvenly';
import type { ViewLoader } from '../../engine/augment/viewLoader';
import { compileAugment, ViewMaker } from '../../engine/augment/viewMaker';
import { augmentSchema } from '../../engine/config/augmentation';
import { ImageFile } from '../../engine/data/imageFile';
import { UserError } from '../../engine/errors';
import { temporaryImages } from '../engine/augment/temporaryImages';
import { gpuForTests } from './gpuForTests';
import { largestDifference } from './largestDifference';

const gpuOf = gpuForTests();

/** Twelve images of odd sizes, smaller and larger than a view of 32 pixels. */
const sizes = Array.from({ length: 12 }, (_, i) => [13 + ((i * 17) % 60), 15 + ((i * 23) % 70)] as const);
const simclr = augmentSchema.parse({});
const plenty = 1e9;

/** What differs from the options that most tests have. */
type Options = Partial<GpuViewLoaderOptions> & { readonly sizes?: readonly (readonly [number, number])[] };

function optionsOf(options: Options = {}): GpuViewLoaderOptions {
  return {
    images: options.images ?? temporaryImages(options.sizes ?? sizes),
    ...{ imageSize: 32, batchSize: 5, augment: simclr, seed: 11, residentBytes: plenty },
    start: { epoch: 0, stepInEpoch: 0 },
    ...options,
  };
}

async function open(options: Options = {}): Promise<ViewLoader> {
  const loader = await createGpuViewLoader(gpuOf(), optionsOf(options));
  onTestFinished(() => loader.close());
  return loader;
}

/** The first views of all chunks, then the second ones, as in a batch that is not split. */
function joined(parts: readonly Float32Array[], chunks: readonly Chunk[]): Float32Array {
  expect(chunks.map(({ end, first }) => end - first)).toEqual([2, 3]);
  const half = (which: 0 | 1) =>
    parts.flatMap((part) => [...part.subarray((which * part.length) / 2, ((which + 1) * part.length) / 2)]);
  return Float32Array.from([...half(0), ...half(1)]);
}

/** The next batches, read and released. */
async function take(loader: ViewLoader, count: number) {
  const batches = [];
  for (let i = 0; i < count; i++) {
    const { epoch, stepInEpoch, indices, chunks, tensor, release } = await loader.next();
    const parts: Float32Array[] = [];
    for (const index of chunks.keys()) {
      const views = tensor(index);
      parts.push((await views.data()) as Float32Array);
      views.dispose();
    }
    release();
    const views = parts.length === 1 ? parts[0] : joined(parts, chunks);
    batches.push({ epoch, stepInEpoch, indices: indices.slice(), views: views ?? new Float32Array() });
  }
  return batches;
}

describe('views are those that the CPU makes, one by one', () => {
  const blurred = augmentSchema.parse({
    transforms: [
      { type: 'crop' },
      { type: 'flip' },
      { type: 'color', brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
      { type: 'grayscale' },
      { type: 'blur' },
    ],
  });
  const everything = augmentSchema.parse({
    transforms: [
      { type: 'color' },
      { type: 'crop' },
      { type: 'noise' },
      { type: 'cutout' },
      { type: 'flip' },
    ],
    secondBranch: [
      { type: 'blur' },
      { type: 'rotate' },
      { type: 'crop' },
      { type: 'sobel', p: 0.5 },
      { type: 'crop' },
    ],
  });
  const large = [
    [255, 341],
    [190, 233],
    [301, 224],
  ] as const;

  test.each<[string, Options, number]>([
    ["SimCLR's T for small images", {}, 4],
    ["SimCLR's T for large images", { sizes: large, imageSize: 224, augment: blurred, batchSize: 3 }, 1],
    ['every step, some before the crop', { augment: everything }, 4],
    ['no step at all', { augment: augmentSchema.parse({ transforms: [] }), imageSize: 20 }, 2],
    ['of images that do not fit', { residentBytes: 20_000 }, 4],
    ['in chunks', { microBatch: 3 }, 3],
    ['in chunks, of images that do not fit', { microBatch: 4, residentBytes: 20_000 }, 3],
    ['of some images, alone', { only: Int32Array.of(1, 2, 5, 7, 11), branches: 1, batchSize: 2 }, 3],
  ])('%s', async (_name, given, count) => {
    const options = optionsOf(given);
    const { images, imageSize, batchSize, augment, seed, branches = 2 } = options;
    const cpu = createViewLoader({ ...options, threads: 1 });
    const file = new ImageFile(images);
    const maker = new ViewMaker(compileAugment(), imageSize, augment, seed);
    const length = imageSize * imageSize * 3;
    for (const { epoch, stepInEpoch, indices, views } of await take(await open(options), count)) {
      const expected = await cpu.next();
      expect([epoch, stepInEpoch, indices]).toEqual([expected.epoch, expected.stepInEpoch, expected.indices]);
      expected.release();
      expect(views).toHaveLength(branches * batchSize * length);
      indices.forEach((image, i) => {
        maker.load(images, file, image);
        for (const branch of branches === 2 ? ([0, 1] as const) : ([0] as const)) {
          const at = (branch * batchSize + i) * length;
          const view = maker.view({ epoch, image, branch });
          expect(largestDifference(views.subarray(at, at + length), view)).toBeLessThan(2e-5);
        }
      });
    }
    file.close();
    await cpu.close();
  });
});

test('goes on from any step as if it had run through', async () => {
  const whole = await take(await open(), 4);
  expect(await take(await open({ start: { epoch: 1, stepInEpoch: 1 } }), 1)).toEqual(whole.slice(3));
});

test.each([
  ['images that stay', plenty, /^Images: all 12 in the GPU's memory \(\d+(\.\d)? KB\)\.$/],
  [
    'images that come with their batch',
    10_000,
    /^Images: streamed .*, because all 12 take .*KB, more than the 10 KB/,
  ],
])('needs no more memory with every batch, and none once closed: %s', async (_name, residentBytes, place) => {
  const gpu = gpuOf();
  const before = [gpu.bufferManager.numBytesUsed, memory().numTensors];
  const loader = await open({ residentBytes });
  expect(loader.place).toMatch(place);
  await take(loader, 1);
  const allocated = gpu.bufferManager.numBytesAllocated;
  await take(loader, 5);
  expect(gpu.bufferManager.numBytesAllocated).toBe(allocated);
  await loader.close();
  expect([gpu.bufferManager.numBytesUsed, memory().numTensors]).toEqual(before);
  await expect(loader.next()).rejects.toThrow(/closed/);
});

test('a batch that is held stays as it is while others are made', async () => {
  const [, wanted] = await take(await open(), 2);
  const loader = await open();
  (await loader.next()).release();
  const held = await loader.next();
  await take(loader, 2);
  const views = held.tensor(0);
  expect(await views.data()).toEqual(wanted?.views);
  views.dispose();
  held.release();
});

test('whoever asks for batches alone lets the process hear of other things between them', async () => {
  const loader = await open();
  let heard = false;
  setImmediate(() => {
    heard = true;
  });
  (await loader.next()).release();
  expect(heard).toBe(true);
});

test('the loader of the present backend makes views where the backend is', async () => {
  const loader = await openViewLoader({ ...optionsOf(), threads: 1 });
  onTestFinished(() => loader.close());
  const { tensor, release } = await loader.next();
  const views = tensor(0);
  expect(gpuOf().tensorMap.get(views.dataId).resource).toBeInstanceOf(GPUBuffer);
  views.dispose();
  release();
});

describe('says in a sentence', () => {
  test('that the decoded images have gone', async () => {
    const images = temporaryImages(sizes);
    rmSync(images.path);
    await expect(open({ images })).rejects.toThrow(UserError);
    await expect(open({ images })).rejects.toThrow(images.path);
  });

  test.each([plenty, 10_000])(
    'that the decoded images were cut short, %i bytes resident',
    async (residentBytes) => {
      const used = gpuOf().bufferManager.numBytesUsed;
      const images = temporaryImages(sizes);
      truncateSync(images.path, 5000);
      const run = async () => {
        const loader = await createGpuViewLoader(gpuOf(), optionsOf({ images, residentBytes }));
        await take(loader, 2).finally(() => loader.close());
      };
      await expect(run()).rejects.toThrow(UserError);
      await expect(run()).rejects.toThrow(images.path);
      expect(gpuOf().bufferManager.numBytesUsed).toBe(used);
    },
  );

  test('that a batch exceeds the images, or the GPU', async () => {
    await expect(open({ batchSize: 13 })).rejects.toThrow(/batchSize \(13\).*\(12\)/);
    await expect(open({ imageSize: 2 ** 15 })).rejects.toThrow(
      /more than the GPU takes.*batchSize, microBatch/,
    );
  });

  test('that an image is too large to be worked on before its crop', async () => {
    const images = temporaryImages([[20, 20]]);
    const index = images.index.slice();
    index.set([0, 2 ** 13, 2 ** 13]);
    const augment = augmentSchema.parse({ transforms: [{ type: 'flip' }, { type: 'crop' }] });
    const shared = new Float64Array(new SharedArrayBuffer(24));
    shared.set(index);
    const options = { images: { ...images, index: shared }, augment, batchSize: 1 };
    await expect(open(options)).rejects.toThrow(/put the crop first in augment.transforms/);
  });
});
