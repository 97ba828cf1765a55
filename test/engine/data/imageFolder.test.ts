import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { firstPixels, open, png, put, readAll, temporaryFolder } from './fixtures';

describe('an image folder', () => {
  it('gives pixels, labels, names and parts in the order of the paths', async () => {
    const folder = temporaryFolder();
    for (const [path, color] of [
      ['set/train/dog/b.PNG', [1, 2, 3]],
      ['set/train/cat/z.png', [4, 5, 6]],
      ['set/train/cat/deep/a.png', [7, 8, 9]],
      ['set/test/dog/1.png', [10, 11, 12]],
      ['set/test/cat/1.png', [13, 14, 15]],
    ] as const) {
      put(folder, path, await png(color));
    }
    put(folder, 'set/train/cat/notes.txt', 'no image');
    put(folder, 'set/train/.hidden/1.png', 'no image');
    put(folder, 'set/train/cat/._a.png', 'a resource fork');
    put(folder, 'set/__MACOSX/cat/a.png', 'no image');
    const data = await open(folder, { source: 'set' });
    expect(data).toMatchObject({ format: 'folder', name: 'set', source: join(folder, 'set') });
    expect(data).toMatchObject({ classes: ['cat', 'dog'], imageSize: 32, splitOrigin: 'given' });
    expect(data.train.ids).toEqual(['train/cat/deep/a.png', 'train/cat/z.png', 'train/dog/b.PNG']);
    expect(firstPixels(data.train)).toEqual([
      [7, 8, 9],
      [4, 5, 6],
      [1, 2, 3],
    ]);
    expect([...(data.train.labels ?? [])]).toEqual([0, 0, 1]);
    expect(data.test.ids).toEqual(['test/cat/1.png', 'test/dog/1.png']);
    expect(firstPixels(data.test)).toEqual([
      [13, 14, 15],
      [10, 11, 12],
    ]);
    expect([data.badFiles, data.warnings]).toEqual([[], []]);
  });

  it('keeps labels and pixels together through a seeded split and a limit', async () => {
    const folder = temporaryFolder();
    for (let label = 0; label < 3; label++) {
      for (let i = 0; i < 10; i++) {
        put(folder, `set/class${String(label)}/${String(i)}.png`, await png([label, i, 99]));
      }
    }
    const data = await open(folder, { source: 'set', limit: 12 });
    expect([data.train.images.count, data.test.images.count]).toEqual([12, 6]);
    for (const split of [data.train, data.test]) {
      const expected = split.ids.map((id) => id.match(/\d/g)?.map(Number));
      expect(firstPixels(split).map((pixel) => pixel.slice(0, 2))).toEqual(expected);
      expect([...(split.labels ?? [])]).toEqual(expected.map((pair) => pair?.[0]));
    }
    // The same images as without a limit, or fewer; the test images stay.
    const whole = await open(folder, { source: 'set' });
    expect(whole.test.ids).toEqual(data.test.ids);
    expect(data.train.ids.filter((id) => !whole.train.ids.includes(id))).toEqual([]);
    // With all images decoded, the limit gives the same again.
    const again = await open(folder, { source: 'set', limit: 12 });
    expect(again.train.images.path).toBe(whole.train.images.path);
    expect(again.train.ids).toEqual(data.train.ids);
    expect(firstPixels(again.train)).toEqual(firstPixels(data.train));
  });

  it.each([
    [[20, 20], 32, 20],
    [[48, 60], 32, 37],
    [[64, 64], 64, 64],
    [[100, 110], 96, 100],
    [[150, 130], 128, 130],
    [[300, 500], 224, 256],
  ] as const)(
    'chooses for images of %j a view of %i, stored at %i',
    async ([width, height], size, stored) => {
      const folder = temporaryFolder();
      for (let i = 0; i < 3; i++) put(folder, `${String(i)}.png`, await png([i, 0, 0], width, height));
      const data = await open(folder, { source: '.' });
      expect(data.imageSize).toBe(size);
      const [image] = readAll(data.train);
      expect(Math.min(image?.height ?? 0, image?.width ?? 0)).toBe(stored);
    },
  );

  it('reads images of many sizes and kinds side by side', async () => {
    const folder = temporaryFolder();
    const base = sharp(await png([200, 100, 50], 40, 30));
    put(folder, 'a.webp', await base.clone().webp({ lossless: true }).toBuffer());
    put(folder, 'b.tiff', await base.clone().tiff({ compression: 'lzw' }).toBuffer());
    put(folder, 'c.jpg', await base.clone().resize(33, 90).jpeg({ quality: 100 }).toBuffer());
    // The ending says PNG, the content BMP: one pixel of 24 bits.
    const bmp = Buffer.from('424d3a000000000000003600000028000000010000000100000001001800', 'hex');
    put(folder, 'd.png', Buffer.concat([bmp, Buffer.alloc(24), Uint8Array.of(3, 2, 1, 0)]));
    const data = await open(folder, { source: '.', testFraction: 0.25 });
    const all = [data.train, data.test].flatMap((split) =>
      readAll(split).map((image, i) => ({ id: split.ids[i], ...image })),
    );
    const byId = new Map(all.map((image) => [image.id, image]));
    expect(byId.get('a.webp')?.pixels.slice(0, 3)).toEqual([200, 100, 50]);
    expect(byId.get('b.tiff')).toMatchObject({ height: 30, width: 40 });
    expect(byId.get('c.jpg')).toMatchObject({ height: 90, width: 33 });
    expect(byId.get('d.png')).toMatchObject({ height: 1, width: 1, pixels: [1, 2, 3] });
  });

  it('follows links, reports those that lead in a circle or to nothing, and ends', async () => {
    const folder = temporaryFolder();
    put(folder, 'elsewhere/1.png', await png([1, 1, 1]));
    for (let i = 0; i < 20; i++) put(folder, `set/a/${String(i)}.png`, await png([2, 2, i]));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'set/b'));
    symlinkSync(join(folder, 'set'), join(folder, 'set/a/loop'));
    symlinkSync(join(folder, 'gone.png'), join(folder, 'set/a/gone.png'));
    symlinkSync('self.png', join(folder, 'set/a/self.png'));
    const data = await open(folder, { source: 'set', maxBadFiles: 0.5 });
    expect(data.classes).toEqual(['a', 'b']);
    expect([...data.train.ids, ...data.test.ids]).toContain('b/1.png');
    expect(data.badFiles).toEqual([
      { path: join(folder, 'set/a/loop'), reason: 'is a link to a folder that contains it' },
      { path: join(folder, 'set/a/gone.png'), reason: 'is a link to nothing, or has just been removed' },
      { path: join(folder, 'set/a/self.png'), reason: 'is a link that leads back to itself' },
    ]);
    expect(data.warnings).toEqual(['Alone in their class, so trained on and not evaluated: b/1.png.']);
  });

  it('has another fingerprint when a file is changed, touched, added or renamed, and the same otherwise', async () => {
    const folder = temporaryFolder();
    const set = join(folder, 'set');
    for (let i = 0; i < 4; i++) put(set, `${String(i)}.png`, await png([i, 0, 0]));
    const fingerprint = async () => (await open(folder, { source: 'set' })).fingerprint;
    const seen = [await fingerprint()];
    expect(await fingerprint()).toBe(seen[0]);
    expect(seen[0]).toMatch(/^[0-9a-f]{64}$/);
    utimesSync(join(set, '1.png'), 1e9, 1e9);
    seen.push(await fingerprint());
    put(set, '2.png', await png([9, 9, 9], 9, 9));
    seen.push(await fingerprint());
    put(set, '5.png', await png([5, 0, 0]));
    seen.push(await fingerprint());
    mkdirSync(join(set, 'empty'));
    expect(await fingerprint()).toBe(seen[3]);
    seen.push((await open(folder, { source: 'set', imageSize: 8 })).fingerprint);
    expect(new Set(seen).size).toBe(5);
  });
});
