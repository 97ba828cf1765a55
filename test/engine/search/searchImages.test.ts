import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNpy } from '../../../engine/runs/npy';
import { embedToFiles } from '../../../engine/search/embedToFiles';
import { openAnySource } from '../../../engine/search/anySource';
import { cachedEmbeddings } from '../../../engine/search/embeddingCache';
import { keepWithin } from '../../../engine/search/keepWithin';
import { nearestRows } from '../../../engine/search/nearestRows';
import { resultSheet } from '../../../engine/search/resultSheet';
import { searchImages, type SearchOptions } from '../../../engine/search/searchImages';
import { openTrained } from '../../../engine/search/trainedNetwork';
import sharp from 'sharp';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainedRun, writePicture } from './trainedRun';

const folder = temporaryFolder();
const photo = (name: string) => join(folder(), 'photos', name);
const cache = () => join(folder(), 'runs', '.embeddings');
const hooks = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

type Trained = Awaited<ReturnType<typeof trainedRun>>;

const search = (trained: Trained, options: Partial<SearchOptions> = {}) =>
  searchImages({
    ...{ ...trained, ...hooks(), image: { path: photo('03.png') }, images: join(folder(), 'photos') },
    ...{ neighbours: 5, space: 'h' as const, pictureSide: 0, ...options },
  });

async function writePhotos(): Promise<void> {
  for (let i = 0; i < 20; i++) await writePicture(photo(`${String(i).padStart(2, '0')}.png`), i);
}

const namesOf = ({ neighbours }: Awaited<ReturnType<typeof search>>) => neighbours.map(({ id }) => id);

test.each(['h', 'z'] as const)('neighbours in %s are the nearest of what is embedded', async (space) => {
  await writePhotos();
  const trained = await trainedRun(folder());
  const output = join(folder(), 'rows.npy');
  await embedToFiles({ ...trained, ...hooks(), images: join(folder(), 'photos'), output, space });
  const { data, columns } = readNpy(readFileSync(output), output);
  const mean = Array.from({ length: columns }, (_, j) =>
    Array.from({ length: 20 }, (_, i) => data[i * columns + j] ?? 0).reduce(
      (sum, value) => sum + value / 20,
      0,
    ),
  );
  const row = (i: number) => mean.map((value, j) => (data[i * columns + j] ?? 0) - value);
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const expected = Array.from({ length: 20 }, (_, i) => ({ i, similarity: cosine(row(i), row(3)) }))
    .filter(({ i }) => i !== 3)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, 5);

  const found = await search(trained, { space });
  expect(namesOf(found)).toEqual(expected.map(({ i }) => `${String(i).padStart(2, '0')}.png`));
  found.neighbours.forEach(({ similarity, path, id }, i) => {
    expect(similarity).toBeCloseTo(expected[i]?.similarity ?? NaN, 5);
    expect(path).toBe(photo(id));
  });
  expect(found).toMatchObject({ compared: 19, cached: false, unreadable: [] });
});

test('an image from elsewhere is compared with all, and its copy is the nearest', async () => {
  await writePhotos();
  const trained = await trainedRun(folder());
  const elsewhere = join(folder(), 'query.png');
  copyFileSync(photo('11.png'), elsewhere);
  const { neighbours, compared } = await search(trained, { image: { path: elsewhere } });
  expect(compared).toBe(20);
  expect(neighbours[0]?.id).toBe('11.png');
  expect(neighbours[0]?.similarity).toBeCloseTo(1, 6);
  // By its name among them, and through a link to the folder, it is itself.
  symlinkSync(join(folder(), 'photos'), join(folder(), 'link'));
  for (const image of [{ id: '11.png' }, { path: join(folder(), 'link', '11.png') }]) {
    const found = await search(trained, { image });
    expect(found.compared).toBe(19);
    expect(namesOf(found)).not.toContain('11.png');
  }
});

test('the second search finds what the first computed, until images or weights change', async () => {
  await writePhotos();
  const trained = await trainedRun(folder());
  const first = await search(trained);
  const second = await search(trained, { space: 'z' });
  expect([first.cached, second.cached]).toEqual([false, true]);
  expect(namesOf(await search(trained))).toEqual(namesOf(first));

  await writePicture(photo('20.png'), 3);
  const changed = await search(trained);
  expect(changed).toMatchObject({ cached: false, compared: 20 });
  expect(namesOf(changed)[0]).toBe('20.png');

  const other = await trainedRun(folder(), { seed: 4 });
  expect((await search(other)).cached).toBe(false);
  expect((await search(trained)).cached).toBe(true);
});

test('a damaged or removed cache is made anew', async () => {
  await writePhotos();
  const trained = await trainedRun(folder());
  const first = namesOf(await search(trained));
  const [entry = ''] = readdirSync(cache());
  // What a search does not look at it does not check.
  writeFileSync(join(cache(), entry, 'z.npy'), '');
  expect((await search(trained)).cached).toBe(true);
  expect((await search(trained, { space: 'z' })).cached).toBe(false);
  for (const damage of [
    () => truncateSync(join(cache(), entry, 'h.npy'), 200),
    () => writeFileSync(join(cache(), entry, 'rows.json'), '{}'),
    () => rmSync(join(cache(), entry, 'h.npy')),
    () => rmSync(cache(), { recursive: true }),
  ]) {
    damage();
    const found = await search(trained);
    expect(found.cached).toBe(false);
    expect(namesOf(found)).toEqual(first);
    expect(readdirSync(cache())).toEqual([entry]);
  }
});

test('what is called off leaves nothing in the cache', async () => {
  await writePhotos();
  const trained = await trainedRun(folder());
  const controller = new AbortController();
  const onProgress = ({ phase }: { phase: string }) => {
    if (phase === 'embedding') controller.abort();
  };
  await expect(search(trained, { signal: controller.signal, onProgress })).rejects.toThrow();
  expect(readdirSync(cache())).toEqual([]);
});

test('a search in what is at hand can be called off too', async () => {
  await writePhotos();
  const trained = await trainedRun(folder());
  await search(trained);
  const opened = await openTrained(trained, trained.device, hooks());
  const { source } = await openAnySource(join(folder(), 'photos'), opened.config, hooks());
  const find = (signal: AbortSignal) =>
    cachedEmbeddings(opened, source, 'h', cache(), { ...hooks(), signal });
  const off = AbortSignal.abort(new Error('called off'));
  await expect(find(off)).rejects.toThrow('called off');
  const { found, rows, mean, close } = await find(new AbortController().signal);
  expect(found).toBe(true);
  await expect(nearestRows(new Float32Array(mean.length), mean, rows.blocks(off), 1)).rejects.toThrow(
    'called off',
  );
  await close();
  opened.frozen.dispose();
});

test('what was used longest ago goes where the cache takes too much', async () => {
  const entry = (name: string, bytes: number, used: number) => {
    mkdirSync(join(folder(), name));
    writeFileSync(join(folder(), name, 'h.npy'), new Uint8Array(bytes));
    writeFileSync(join(folder(), name, 'rows.json'), '');
    utimesSync(join(folder(), name, 'rows.json'), used, used);
  };
  entry('old', 100, 1000);
  entry('recent', 300, 3000);
  entry('middle', 300, 2000);
  entry('own', 5000, 500);
  await keepWithin(folder(), join(folder(), 'own'), 650);
  expect(readdirSync(folder()).sort()).toEqual(['middle', 'own', 'recent']);
});

test('pictures of the query and its neighbours make a sheet', async () => {
  await writePhotos();
  const { pictures, neighbours } = await search(await trainedRun(folder()), {
    pictureSide: 32,
    neighbours: 7,
  });
  expect(pictures).toHaveLength(8);
  const { pictures: own } = await search(await trainedRun(folder()), {
    ...{ pictureSide: 32, neighbours: 1, image: { id: neighbours[2]?.id ?? '' } },
  });
  expect(pictures[3]).toEqual(own[0]);
  const { width, height } = await sharp(await resultSheet(pictures, 32)).metadata();
  // Five across, and three rows: the query alone, five, two.
  expect(width / height).toBeCloseTo(5 / 3, 0);
});

test('an image or a folder that will not do is named', async () => {
  await writePhotos();
  const trained = await trainedRun(folder());
  const missing = join(folder(), 'missing.png');
  await expect(search(trained, { image: { path: missing } })).rejects.toThrow(
    `${missing} does not exist: choose another image`,
  );
  await expect(search(trained, { image: { path: folder() } })).rejects.toThrow('is a folder');
  await expect(search(trained, { image: { id: 'gone.png' } })).rejects.toThrow(
    'gone.png is not among the images',
  );
  const alone = join(folder(), 'alone');
  await writePicture(join(alone, 'only.png'), 1);
  await expect(search(trained, { images: alone, image: { path: join(alone, 'only.png') } })).rejects.toThrow(
    `${alone} holds no other image that can be read: name another folder`,
  );
});
