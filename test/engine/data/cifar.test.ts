import { describe, expect, it } from 'vitest';
import { open, put, readAll, temporaryFolder } from './fixtures';

/** A record: label bytes, then 32×32 of red, green and blue, row by row; here red counts columns, green rows. */
function record(labels: number[], blue: number): number[] {
  const plane = (at: (x: number, y: number) => number) =>
    Array.from({ length: 1024 }, (_, i) => at(i % 32, Math.floor(i / 32)));
  return [...labels, ...plane((x) => x), ...plane((_, y) => 100 + y), ...plane(() => blue)];
}

/** A file of records, their blue counting from `first`. */
function batch(labels: number[][], first: number): Uint8Array {
  return Uint8Array.from(labels.flatMap((own, i) => record(own, first + i)));
}

describe('CIFAR', () => {
  it('reads CIFAR-10: pixels, labels, names, parts and order', async () => {
    const folder = temporaryFolder();
    put(folder, 'bin/data_batch_1.bin', batch([[3], [9]], 10));
    put(folder, 'bin/data_batch_2.bin', batch([[0]], 20));
    put(folder, 'bin/test_batch.bin', batch([[3], [0]], 30));
    put(folder, 'bin/batches.meta.txt', 'a0\na1\na2\na3\na4\na5\na6\na7\na8\na9\n\n');
    const data = await open(folder, { source: 'bin' });
    expect(data).toMatchObject({ format: 'cifar10', name: 'cifar10', imageSize: 32, splitOrigin: 'given' });
    expect(data.classes?.[3]).toBe('a3');
    expect([...(data.train.labels ?? [])]).toEqual([3, 9, 0]);
    expect([...(data.test.labels ?? [])]).toEqual([3, 0]);
    expect(data.train.ids).toEqual(['train/0', 'train/1', 'train/2']);
    expect(data.test.ids).toEqual(['test/0', 'test/1']);
    const images = [...readAll(data.train), ...readAll(data.test)];
    expect(images.map(({ pixels }) => pixels[2])).toEqual([10, 11, 20, 30, 31]);
    for (const { height, width, pixels } of images) {
      expect([height, width]).toEqual([32, 32]);
      const at = 3 * (5 * 32 + 7);
      expect(pixels.slice(at, at + 2)).toEqual([7, 105]);
    }
  });

  it('reads CIFAR-100 by its fine labels, from one of its files', async () => {
    const folder = temporaryFolder();
    put(
      folder,
      'train.bin',
      batch(
        [
          [1, 77],
          [19, 4],
        ],
        1,
      ),
    );
    put(folder, 'test.bin', batch([[1, 77]], 5));
    const data = await open(folder, { source: 'test.bin' });
    expect(data.format).toBe('cifar100');
    expect(data.classes).toHaveLength(100);
    expect([...(data.train.labels ?? [])]).toEqual([77, 4]);
    expect(readAll(data.test)[0]?.pixels.slice(0, 3)).toEqual([0, 100, 5]);
  });

  it('finds the folder that the archive unpacks to, and names the classes without the file of names', async () => {
    const folder = temporaryFolder();
    put(folder, 'cifar/cifar-10-batches-bin/data_batch_1.bin', batch([[0], [0], [9], [9]], 0));
    const data = await open(folder, { source: 'cifar' });
    expect(data.format).toBe('cifar10');
    expect([data.classes?.[0], data.classes?.[9]]).toEqual(['airplane', 'truck']);
    expect(data.splitOrigin).toBe('seeded, 20 % of each class');
    expect([data.train.images.count, data.test.images.count]).toEqual([2, 2]);
  });

  it('names a truncated file, one with wrong labels, and a missing set', async () => {
    const folder = temporaryFolder();
    const path = put(folder, 'a/data_batch_1.bin', batch([[1], [2]], 0).subarray(0, 6000));
    await expect(open(folder, { source: 'a' })).rejects.toThrow(
      new RegExp(`${path} is 6000 bytes long.*truncated or not CIFAR-10`),
    );
    put(folder, 'b/data_batch_1.bin', batch([[1], [20]], 0));
    await expect(open(folder, { source: 'b' })).rejects.toThrow('has the label 20 at image 1');
    put(folder, 'c/data_batch_1', 'pickle');
    await expect(open(folder, { source: 'c' })).rejects.toThrow('Python version of CIFAR-10');
    await expect(open(folder, { source: 'c', format: 'cifar100' })).rejects.toThrow('holds no CIFAR-100');
  });
});
