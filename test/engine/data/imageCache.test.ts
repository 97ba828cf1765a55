import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imagesFolderOf } from '../../../engine/data/openDataset';
import type { OpenProgress } from '../../../engine/data/progress';
import { UserError } from '../../../engine/errors';
import { firstPixels, open, png, put, readAll, temporaryFolder } from './fixtures';

/** A folder of twenty images with the number of each in its red. */
async function numbered(): Promise<string> {
  const folder = temporaryFolder();
  for (let i = 0; i < 20; i++) put(folder, `set/${String(i).padStart(2, '0')}.png`, await png([i, 50, 60]));
  return folder;
}

/** Whether an opening decoded anything. */
async function decodes(folder: string): Promise<boolean> {
  const phases = new Set<string>();
  await open(folder, { source: 'set' }, { onProgress: ({ phase }) => phases.add(phase) });
  return phases.has('decoding');
}

const cached = (folder: string) => readdirSync(imagesFolderOf(join(folder, 'runs')));

describe('the file of decoded images', () => {
  it('is written once, under the name of the fingerprint, and then used', async () => {
    const folder = await numbered();
    const data = await open(folder, { source: 'set' });
    expect(cached(folder)).toEqual([`${data.fingerprint}.images`]);
    expect(data.train.images.path).toBe(join(folder, 'runs/.images', `${data.fingerprint}.images`));
    expect(await decodes(folder)).toBe(false);
    const again = await open(folder, { source: 'set' });
    expect(readAll(again.train)).toEqual(readAll(data.train));
    expect(again.warnings).toEqual([]);
    // Another seed splits the same images otherwise and needs nothing decoded.
    const other = await open(folder, { source: 'set' }, {}, 1);
    expect(other.test.ids).not.toEqual(data.test.ids);
    expect(firstPixels(other.test)).toEqual(other.test.ids.map((id) => [Number(id.slice(0, 2)), 50, 60]));
    expect(cached(folder)).toHaveLength(1);
  });

  it('holds plain RGB at the offsets of the index', async () => {
    const folder = await numbered();
    const { images, ids } = (await open(folder, { source: 'set' })).train;
    const bytes = readFileSync(images.path);
    expect(images.index.buffer).toBeInstanceOf(SharedArrayBuffer);
    for (const [i, id] of ids.entries()) {
      const [offset = -1, height, width] = images.index.subarray(3 * i);
      expect([height, width]).toEqual([8, 8]);
      expect([...bytes.subarray(offset, offset + 3)]).toEqual([Number(id.slice(0, 2)), 50, 60]);
    }
  });

  it.each([
    ['cut short', (path: string) => truncateSync(path, statSync(path).size - 10)],
    ['emptied', (path: string) => truncateSync(path, 0)],
    ['grown', (path: string) => writeFileSync(path, 'x', { flag: 'a' })],
    ['changed in a pixel', (path: string) => flipByte(path, 1000)],
    ['changed in the index', (path: string) => flipByte(path, 20 * 192 + 32 + 40)],
  ])('is made anew when it was %s, and says so', async (_, damage) => {
    const folder = await numbered();
    const data = await open(folder, { source: 'set' });
    const pixels = readAll(data.train);
    damage(data.train.images.path);
    const again = await open(folder, { source: 'set' });
    expect(again.warnings).toEqual(['The file of decoded images was damaged; it has been made anew.']);
    expect(readAll(again.train)).toEqual(pixels);
    expect(await decodes(folder)).toBe(false);
  });

  it('leaves nothing behind when it is stopped, and rejects with the reason', async () => {
    const folder = await numbered();
    const stop = new AbortController();
    const onProgress = ({ phase, done }: OpenProgress) => {
      if (phase === 'decoding' && done === 0) stop.abort(new Error('enough'));
    };
    const opening = open(folder, { source: 'set' }, { onProgress, signal: stop.signal });
    await expect(opening).rejects.toThrow('enough');
    expect(cached(folder)).toEqual([]);
    expect(await decodes(folder)).toBe(true);
  });

  it('removes what a killed process left, but not what another is writing', async () => {
    const folder = await numbered();
    const old = put(folder, 'runs/.images/abc.images.123-00ff.tmp', 'half');
    const fresh = put(folder, 'runs/.images/def.images.124-00ff.tmp', 'half');
    utimesSync(old, 1e9, 1e9);
    await open(folder, { source: 'set' });
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });

  it('reports progress up to the number of images', async () => {
    const folder = await numbered();
    const seen: OpenProgress[] = [];
    await open(folder, { source: 'set' }, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ phase: 'decoding', done: 20, total: 20 });
  });

  it('cannot be kept in a place that is no folder, which the user is told', async () => {
    const folder = await numbered();
    put(folder, 'runs', 'a file');
    const opening = open(folder, { source: 'set' });
    await expect(opening).rejects.toThrow(UserError);
    await expect(opening).rejects.toThrow(/decoded images cannot be written/);
  });
});

function flipByte(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  writeFileSync(path, bytes);
}
