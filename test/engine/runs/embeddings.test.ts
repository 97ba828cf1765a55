import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listEmbeddings, readEmbeddings, writeEmbeddings } from '../../../engine/runs/embeddings';
import type { EmbeddingImages } from '../../../engine/runs/embeddingImages';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

const h = { data: Float32Array.of(1, 2, 3, 4, 5, 6), count: 2, size: 3 };
const z = { data: Float32Array.of(7, 8), count: 2, size: 1 };
const images: EmbeddingImages = {
  ...{ split: 'test', classes: ['cat', 'dog'], ids: ['test/0', 'test/7'], labels: [1, 0] },
  factors: [{ name: 'hue', kind: 'angle', categories: null, values: [10, 350] }],
  sampling: { of: 8, seed: 3 },
};

test('embeddings are listed by step and read as they were written', async () => {
  writeEmbeddings(folder(), 120, { h, z }, images);
  writeEmbeddings(folder(), 8, { h, z }, images);
  // One that was being written when its process was killed, and what is none.
  mkdirSync(join(folder(), 'step-00000009'));
  writeFileSync(join(folder(), 'notes.txt'), '');
  const listed = listEmbeddings(folder());
  expect(listed.map(({ step }) => step)).toEqual([8, 120]);
  const read = await readEmbeddings(listed[1]?.path ?? '');
  expect(read.images).toEqual(images);
  expect([read.h.columns, ...read.h.data]).toEqual([3, 1, 2, 3, 4, 5, 6]);
  expect([read.z.columns, ...read.z.data]).toEqual([1, 7, 8]);
  expect(listEmbeddings(join(folder(), 'none'))).toEqual([]);
});

test('images.json of the first versions is read, which knew neither factors nor sampling', async () => {
  writeEmbeddings(folder(), 1, { h, z }, images);
  const [saved] = listEmbeddings(folder());
  const old = { split: 'test', classes: null, ids: ['a', 'b'], labels: null };
  writeFileSync(join(saved?.path ?? '', 'images.json'), JSON.stringify(old));
  const read = await readEmbeddings(saved?.path ?? '');
  expect(read.images).toEqual({ ...old, factors: [], sampling: null });
});

test('what does not fit together is said with the name of the file', async () => {
  writeEmbeddings(folder(), 1, { h, z }, { ...images, ids: ['a'], labels: [0], factors: [] });
  const [saved] = listEmbeddings(folder());
  const path = saved?.path ?? '';
  await expect(readEmbeddings(path)).rejects.toThrow(/h\.npy has 2 rows for the 1 images/);
  writeFileSync(join(path, 'images.json'), JSON.stringify({ ...images, labels: [1] }));
  await expect(readEmbeddings(path)).rejects.toThrow(/images\.json is damaged.*not as many labels/);
  writeFileSync(join(path, 'images.json'), '{');
  await expect(readEmbeddings(path)).rejects.toThrow(/images\.json is damaged/);
});
