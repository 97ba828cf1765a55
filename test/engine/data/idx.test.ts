import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { open, put, readAll, temporaryFolder } from './fixtures';

/** An IDX file of unsigned bytes. */
function idx(dimensions: number[], values: readonly number[], type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, type, dimensions.length]);
  dimensions.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Uint8Array.from(values)]);
}

const counting = (length: number) => Array.from({ length }, (_, i) => i % 251);

/** A set of three training images of 28×28 and two test images, compressed or not. */
function mnist(folder: string, gz: boolean): void {
  const write = (name: string, content: Buffer) =>
    put(folder, gz ? `${name}.gz` : name, gz ? gzipSync(content) : content);
  write('train-images-idx3-ubyte', idx([3, 28, 28], counting(3 * 784)));
  write('train-labels-idx1-ubyte', idx([3], [7, 2, 7]));
  write('t10k-images-idx3-ubyte', idx([2, 28, 28], counting(2 * 784).reverse()));
  write('t10k-labels-idx1-ubyte', idx([2], [2, 7]));
}

describe('IDX', () => {
  it.each([
    ['plain', false],
    ['gzip', true],
  ])('reads %s files: pixels, labels, classes, parts', async (_, gz) => {
    const folder = temporaryFolder();
    mnist(folder, gz);
    const data = await open(folder, { source: '.' });
    expect(data).toMatchObject({ format: 'idx', imageSize: 32, splitOrigin: 'given' });
    expect(data.classes).toEqual(['2', '7']);
    expect([...(data.train.labels ?? [])]).toEqual([1, 0, 1]);
    expect([...(data.test.labels ?? [])]).toEqual([0, 1]);
    expect(data.train.ids).toEqual(['train/0', 'train/1', 'train/2']);
    const grey = (values: number[]) => values.flatMap((value) => [value, value, value]);
    expect(readAll(data.train).flatMap(({ pixels }) => pixels)).toEqual(grey(counting(3 * 784)));
    expect(readAll(data.test).flatMap(({ pixels }) => pixels)).toEqual(grey(counting(2 * 784).reverse()));
    expect(readAll(data.test)[0]).toMatchObject({ height: 28, width: 28 });
  });

  it('reads a selection of a compressed file', async () => {
    const folder = temporaryFolder();
    mnist(folder, true);
    const data = await open(folder, { source: '.', limit: 2 });
    expect(data.train.images.count).toBe(2);
    for (const [i, id] of data.train.ids.entries()) {
      const first = 784 * Number(id.slice('train/'.length));
      expect(readAll(data.train)[i]?.pixels[3]).toBe((first + 1) % 251);
    }
  });

  it.each([
    ['last', [2, 4, 5, 3], (i: number, c: number) => 3 * i + c],
    ['first', [2, 3, 4, 5], (i: number, c: number) => Math.floor(i / 20) * 60 + c * 20 + (i % 20)],
  ])('reads three channels that come %s, from a file that is named itself', async (_, dimensions, at) => {
    const folder = temporaryFolder();
    const path = put(folder, 'images.idx4-ubyte', idx(dimensions, counting(120)));
    const data = await open(folder, { source: path });
    expect(data.classes).toBeNull();
    const all = [data.train, data.test].flatMap((split) =>
      readAll(split).map((image, i) => ({ ...image, id: split.ids[i] })),
    );
    for (const { id, pixels, height, width } of all) {
      expect([height, width]).toEqual([4, 5]);
      const start = id === 'image/0' ? 0 : 20;
      expect(pixels).toEqual(
        Array.from({ length: 60 }, (__, k) => at(start + Math.floor(k / 3), k % 3) % 251),
      );
    }
  });

  it('keeps several sets in one folder apart', async () => {
    const folder = temporaryFolder();
    for (const [set, value] of [
      ['letters', 1],
      ['digits', 2],
    ] as const) {
      put(folder, `emnist-${set}-train-images-idx3-ubyte`, idx([2, 8, 8], Array(128).fill(value)));
      put(folder, `emnist-${set}-train-labels-idx1-ubyte`, idx([2], [0, 1]));
      put(folder, `emnist-${set}-test-images-idx3-ubyte`, idx([2, 8, 8], Array(128).fill(10 * value)));
      put(folder, `emnist-${set}-test-labels-idx1-ubyte`, idx([2], [0, 1]));
    }
    await expect(open(folder, { source: '.' })).rejects.toThrow('several sets in IDX format');
    const data = await open(folder, { source: 'emnist-digits-train-images-idx3-ubyte' });
    expect(readAll(data.train)[0]?.pixels[0]).toBe(2);
    expect(readAll(data.test)[0]?.pixels[0]).toBe(20);
  });

  it.each([
    ['is truncated', idx([3, 28, 28], counting(2000)), 'ends before its 3 images do'],
    ['is no IDX file', Buffer.from('<html>not found</html>'), 'is not in IDX format'],
    ['holds floats', idx([3, 2, 2], counting(48), 13), 'another type than unsigned bytes'],
    ['holds no images', idx([3, 5], counting(15)), 'the dimensions 3 × 5, which are not images'],
  ])('says where a file %s', async (_, content, message) => {
    const folder = temporaryFolder();
    const path = put(folder, 'train-images-idx3-ubyte', content);
    await expect(open(folder, { source: '.' })).rejects.toThrow(message);
    await expect(open(folder, { source: '.' })).rejects.toThrow(path);
  });

  it('says where a compressed file is cut short', async () => {
    const folder = temporaryFolder();
    mnist(folder, true);
    const content = gzipSync(
      idx(
        [3, 28, 28],
        counting(3 * 784).map((value) => (value * 97) % 256),
      ),
    );
    put(folder, 'train-images-idx3-ubyte.gz', content.subarray(0, content.length - 40));
    await expect(open(folder, { source: '.' })).rejects.toThrow('is truncated or not a gzip file');
    put(folder, 'train-images-idx3-ubyte.gz', gzipSync(idx([3, 28, 28], counting(2 * 784))));
    await expect(open(folder, { source: '.' })).rejects.toThrow('ends before its 3 records do');
    put(folder, 'train-labels-idx1-ubyte.gz', gzipSync(idx([2], [7, 2])));
    await expect(open(folder, { source: '.' })).rejects.toThrow('has 2 labels for the 3 images');
  });
});
