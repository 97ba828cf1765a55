import { describe, expect, it } from 'vitest';
import { open, put, readAll, temporaryFolder } from './fixtures';

const side = 96;

/** An image as the set stores it: planes column by column; red is the column, green the row, blue a mark. */
function image(mark: number): Uint8Array {
  const bytes = new Uint8Array(3 * side * side);
  for (let column = 0; column < side; column++) {
    for (let row = 0; row < side; row++) {
      const at = column * side + row;
      bytes.set([column], at);
      bytes.set([row], side * side + at);
      bytes.set([mark], 2 * side * side + at);
    }
  }
  return bytes;
}

const images = (...marks: number[]) => Buffer.concat(marks.map(image));

describe('STL-10', () => {
  it('turns the images, shifts the labels, and adds the unlabelled images to training', async () => {
    const folder = temporaryFolder();
    put(folder, 'train_X.bin', images(1, 2));
    put(folder, 'train_y.bin', Uint8Array.of(10, 1));
    put(folder, 'unlabeled_X.bin', images(3, 4, 5));
    put(folder, 'test_X.bin', images(6));
    put(folder, 'test_y.bin', Uint8Array.of(10));
    put(folder, 'class_names.txt', 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n');
    const data = await open(folder, { source: '.' });
    expect(data).toMatchObject({ format: 'stl10', imageSize: 96, splitOrigin: 'given' });
    expect(data.classes?.[9]).toBe('ten');
    expect([...(data.train.labels ?? [])]).toEqual([9, 0, -1, -1, -1]);
    expect([...(data.test.labels ?? [])]).toEqual([9]);
    expect(data.train.ids).toEqual(['train/0', 'train/1', 'unlabelled/0', 'unlabelled/1', 'unlabelled/2']);
    const all = [...readAll(data.train), ...readAll(data.test)];
    expect(all.map(({ pixels }) => pixels[2])).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { height, width, pixels } of all) {
      expect([height, width]).toEqual([96, 96]);
      const at = 3 * (10 * side + 70);
      expect(pixels.slice(at, at + 2)).toEqual([70, 10]);
    }
  });

  it('stores smaller images for smaller views', async () => {
    const folder = temporaryFolder();
    put(folder, 'unlabeled_X.bin', images(3, 4));
    const data = await open(folder, { source: '.', imageSize: 64 });
    expect(data.imageSize).toBe(64);
    expect(data.classes).toBeNull();
    expect(readAll(data.train)[0]).toMatchObject({ height: 73, width: 73 });
  });

  it('holds nothing unlabelled out where it splits', async () => {
    const folder = temporaryFolder();
    put(folder, 'train_X.bin', images(1, 2, 3, 4));
    put(folder, 'train_y.bin', Uint8Array.of(5, 5, 6, 6));
    put(folder, 'unlabeled_X.bin', images(5, 6));
    const data = await open(folder, { source: '.' });
    expect([...(data.test.labels ?? [])]).toEqual([4, 5]);
    expect([...(data.train.labels ?? [])]).toEqual([4, 5, -1, -1]);
  });

  it('refuses labels that do not fit', async () => {
    const folder = temporaryFolder();
    put(folder, 'train_X.bin', images(1, 2));
    put(folder, 'train_y.bin', Uint8Array.of(1));
    await expect(open(folder, { source: '.' })).rejects.toThrow('has 1 labels for the 2 images');
    put(folder, 'train_y.bin', Uint8Array.of(1, 11));
    await expect(open(folder, { source: '.' })).rejects.toThrow('has the label 11 at image 1, not 1 to 10');
  });
});
