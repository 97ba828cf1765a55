import { rmSync, truncateSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ImageFile } from '../../../engine/data/imageFile';
import { UserError } from '../../../engine/errors';
import { open, png, put, temporaryFolder } from './fixtures';

/** Three training images of different shapes; the blue of image i is i. */
async function threeShapes() {
  const folder = temporaryFolder();
  const shapes = [
    [5, 4],
    [8, 8],
    [3, 9],
  ] as const;
  for (const [i, [width, height]] of shapes.entries()) {
    put(folder, `train/${String(i)}.png`, await png([10, 20, i], width, height));
  }
  put(folder, 'test/0.png', await png([0, 0, 0]));
  return (await open(folder, { source: '.' })).train.images;
}

describe('ImageFile', () => {
  it('reads images of different shapes in any order, into its own memory or the memory given', async () => {
    const file = new ImageFile(await threeShapes());
    expect([file.count, file.maxBytes, file.bytes(2)]).toEqual([3, 192, 81]);
    for (const i of [2, 0, 1, 1, 2]) {
      const { data, height, width } = file.read(i);
      expect([height, width]).toEqual(
        [
          [4, 5],
          [8, 8],
          [9, 3],
        ][i],
      );
      const length = height * width * 3;
      expect([...data.subarray(0, length)]).toEqual(
        Array.from({ length: length / 3 }, () => [10, 20, i]).flat(),
      );
    }
    const shared = new Uint8Array(new SharedArrayBuffer(300), 50, 200).fill(99);
    expect(file.read(0, shared).data).toBe(shared);
    expect([...shared.subarray(57, 62)]).toEqual([10, 20, 0, 99, 99]);
    file.close();
  });

  it('allocates nothing from one image to the next', async () => {
    const file = new ImageFile(await threeShapes());
    const first = file.read(0);
    const memory = first.data;
    expect(file.read(1)).toBe(first);
    expect(first.data).toBe(memory);
    file.close();
  });

  it('is described by plain data that another thread takes over', async () => {
    const images = await threeShapes();
    const worker = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       parentPort.postMessage([workerData.count, workerData.index.buffer instanceof SharedArrayBuffer, ...workerData.index.subarray(6, 9)]);`,
      { eval: true, workerData: images },
    );
    const message = await new Promise((resolve) => worker.once('message', resolve));
    expect(message).toEqual([3, true, ...images.index.subarray(6, 9)]);
    await worker.terminate();
  });

  it('says when the file has gone or was cut, and refuses an image that does not exist', async () => {
    const images = await threeShapes();
    const file = new ImageFile(images);
    expect(() => file.read(3)).toThrow(RangeError);
    truncateSync(images.path, 100);
    expect(() => file.read(2)).toThrow(UserError);
    file.close();
    rmSync(images.path);
    expect(() => new ImageFile(images)).toThrow(/have been removed: start again/);
  });
});
