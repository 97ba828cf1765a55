import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../engine/errors';
import { open, png, put, temporaryFolder } from './fixtures';

/** Runs `body` as a user to whom permissions apply: root reads everything. */
async function asPlainUser<T>(body: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return body();
  process.seteuid?.(65534);
  try {
    return await body();
  } finally {
    process.seteuid?.(0);
  }
}

/** A folder with ten good images, which anybody may use. */
async function goodFolder(): Promise<string> {
  const folder = temporaryFolder();
  for (let i = 0; i < 10; i++) put(folder, `set/good${String(i)}.png`, await png([i, i, i]));
  chmodSync(folder, 0o777);
  return folder;
}

describe('bad files', () => {
  it('are skipped, each named with its reason, in a fresh opening and from the cache', async () => {
    const folder = await goodFolder();
    const noise = Uint8Array.from({ length: 30_000 }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 13) & 255);
    const photo = await sharp(noise, { raw: { width: 100, height: 100, channels: 3 } })
      .jpeg()
      .toBuffer();
    put(folder, 'set/a-cut.jpg', photo.subarray(0, 3000));
    put(folder, 'set/b-empty.png', '');
    put(folder, 'set/c-page.jpg', '<!DOCTYPE html><title>404 Not Found</title>');
    mkdirSync(join(folder, 'set/d-folder.png'));
    for (let attempt = 0; attempt < 2; attempt++) {
      const data = await open(folder, { source: 'set', maxBadFiles: 0.3 });
      expect(data.badFiles.map(({ path }) => path)).toEqual(
        ['a-cut.jpg', 'b-empty.png', 'c-page.jpg'].map((name) => join(folder, 'set', name)),
      );
      expect(data.badFiles.map(({ reason }) => reason)).toEqual([
        expect.stringMatching(/^is truncated or damaged \(/),
        'is empty',
        expect.stringMatching(/^is not an image of a known format/),
      ]);
      expect(data.train.images.count + data.test.images.count).toBe(10);
      expect([...data.train.ids, ...data.test.ids].every((id) => id.startsWith('good'))).toBe(true);
    }
  });

  it('stop the opening when there are more than may be, naming some and the remedy', async () => {
    const folder = await goodFolder();
    for (let i = 0; i < 5; i++) put(folder, `set/bad${String(i)}.png`, 'nothing');
    const opening = open(folder, { source: 'set', maxBadFiles: 0.2 });
    await expect(opening).rejects.toThrow(UserError);
    await expect(opening).rejects.toThrow(/At least 4 of 15 images in .*set cannot be used/);
    await expect(opening).rejects.toThrow(/bad0\.png is not an image.*; and more.*raise data\.maxBadFiles/);
    expect((await open(folder, { source: 'set', maxBadFiles: 0.34 })).badFiles).toHaveLength(5);
    // The decoded images are there by now, and the rule holds for them too.
    await expect(open(folder, { source: 'set', maxBadFiles: 0.2 })).rejects.toThrow(/5 of 15 images/);
  });

  it('are tried again when permissions have changed', async () => {
    const folder = await goodFolder();
    const locked = put(folder, 'set/locked.png', await png([77, 77, 77]));
    chmodSync(locked, 0);
    const opening = () => asPlainUser(() => open(folder, { source: 'set', maxBadFiles: 0.5 }));
    const first = await opening();
    expect(first.badFiles).toEqual([{ path: locked, reason: 'cannot be opened: permission denied' }]);
    chmodSync(locked, 0o644);
    const second = await opening();
    expect(second.badFiles).toEqual([]);
    expect([...second.train.ids, ...second.test.ids]).toContain('locked.png');
  });

  it('include a folder that cannot be opened', async () => {
    const folder = await goodFolder();
    put(folder, 'set/private/1.png', await png([1, 2, 3]));
    const locked = join(folder, 'set/private');
    chmodSync(locked, 0);
    const data = await asPlainUser(() => open(folder, { source: 'set', maxBadFiles: 0.5 }));
    expect(data.badFiles).toEqual([{ path: locked, reason: 'cannot be opened: permission denied' }]);
    chmodSync(locked, 0o755);
  });
});

describe('a source that cannot be used', () => {
  it('is named with what exists of its path', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'data'));
    await expect(open(folder, { source: 'data/birds/train' })).rejects.toThrow(
      `data.source "data/birds/train" does not exist: ${folder}/data/birds/train was looked for, and ${folder}/data is`,
    );
  });

  it.each([
    ['an empty folder', 'set/notes.txt', 'set', /set holds no image \(JPEG.*\): data\.source must name/],
    ['a folder with an archive', 'set/images.tar.gz', 'set', /holds no image.*unpack the archive/],
    ['an archive', 'images.zip', 'images.zip', /is a file that holds no data set: unpack the archive/],
    ['a MATLAB file', 'train.mat', 'train.mat', /MATLAB version.*fetch the binary/],
    ['some other file', 'notes.txt', 'notes.txt', /is a file that holds no data set: data\.source must name/],
  ])('says what to do about %s', async (_, file, source, message) => {
    const folder = temporaryFolder();
    put(folder, file, 'x');
    const opening = open(folder, { source });
    await expect(opening).rejects.toThrow(UserError);
    await expect(opening).rejects.toThrow(message);
  });

  it('needs two images', async () => {
    const folder = temporaryFolder();
    put(folder, '1.png', await png([1, 2, 3]));
    await expect(open(folder, { source: '.' })).rejects.toThrow('holds one image');
    put(folder, '2.png', 'nothing');
    await expect(open(folder, { source: '.', maxBadFiles: 1 })).rejects.toThrow('images that can be used');
  });
});
