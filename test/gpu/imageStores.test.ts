import { expect, onTestFinished, test } from 'vitest';
import { type ImageStore } from '../../engine/augment/gpu/imageStore';
import { ResidentImages } from '../../engine/augment/gpu/residentImages';
import { StreamedImages } from '../../engine/augment/gpu/streamedImages';
import { ImageFile } from '../../engine/data/imageFile';
import { temporaryImages } from '../engine/augment/temporaryImages';
import { gpuForTests } from './gpuForTests';

const gpuOf = gpuForTests();
/** Bytes of a buffer: three or four of the images. */
const limit = 2000;
const sizes = Array.from({ length: 9 }, (_, i) => [11 + i, 13 + ((i * 5) % 9)] as const);

test.each<[string, (file: ImageFile) => ImageStore | Promise<ImageStore | null>]>([
  ['stay, in several buffers', (file) => ResidentImages.open(gpuOf(), file, sizes.keys(), limit)],
  ['come with their batch, in parts', (file) => new StreamedImages(gpuOf(), file, limit, 'a test wants it')],
])('images that %s have their bytes where the store says', async (_name, openStore) => {
  const gpu = gpuOf();
  const file = new ImageFile(temporaryImages(sizes));
  onTestFinished(() => file.close());
  const store = await openStore(file);
  if (store === null) throw new Error('the GPU has room for nine small images');
  onTestFinished(() => store.close());
  const batch = Int32Array.of(7, 0, 3, 8, 1, 4);
  const seen: number[] = [];
  let parts = 0;
  for (const { bytes, places, offsets } of store.parts(batch)) {
    parts++;
    const { resource } = gpu.tensorMap.get(bytes.dataId);
    const there = Buffer.from(await gpu.getBufferData(resource as GPUBuffer));
    places.forEach((place, i) => {
      const image = batch[place] ?? 0;
      const length = file.bytes(image);
      const offset = offsets[i] ?? NaN;
      expect(there.subarray(offset, offset + length).equals(file.read(image).data.subarray(0, length))).toBe(
        true,
      );
    });
    seen.push(...places);
  }
  expect(parts).toBeGreaterThan(1);
  expect(seen.sort((a, b) => a - b)).toEqual([...batch.keys()]);
});
