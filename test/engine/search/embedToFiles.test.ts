import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeEmbeddings } from '../../../engine/evaluate/computeEmbeddings';
import { listEmbeddings, readEmbeddings } from '../../../engine/runs/embeddings';
import { readNpy } from '../../../engine/runs/npy';
import { embedToFiles, type EmbedOptions } from '../../../engine/search/embedToFiles';
import { checkRows } from '../../../engine/search/embedSource';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainedRun, writePicture } from './trainedRun';

const folder = temporaryFolder();
const output = () => join(folder(), 'out', 'rows.npy');

const embed = (trained: Awaited<ReturnType<typeof trainedRun>>, options: Partial<EmbedOptions> = {}) =>
  embedToFiles({
    ...{ ...trained, images: join(folder(), 'photos'), output: output(), space: 'h' as const },
    ...{ signal: new AbortController().signal, onProgress: () => undefined, ...options },
  });

async function writePhotos(): Promise<void> {
  for (let i = 0; i < 24; i++) {
    const name = i === 4 ? 'four, "4".png' : `${String(i).padStart(2, '0')}.png`;
    await writePicture(join(folder(), 'photos', i % 2 ? 'cats' : 'dogs', name), i, 14 + 3 * i, 40 - i);
  }
}

const onPhotos = { data: { source: 'photos', imageSize: 16 } };

/** The lines of the table but for the head, in cells; no cell of these has a line break. */
const table = () =>
  readFileSync(output().replace('.npy', '.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/,(?! )/));

test.each(['h', 'z'] as const)('rows of %s are those that a run embeds the same images to', async (space) => {
  await writePhotos();
  const trained = await trainedRun(folder(), onPhotos);
  const { run, checkpoint } = trained;
  await computeEmbeddings(
    { runFolder: run.paths.folder, step: checkpoint.step },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  const [last] = listEmbeddings(run.paths.embeddings).slice(-1);
  const saved = await readEmbeddings(last?.path ?? '');
  const expected = new Map(
    saved.images.ids.map((id, i) => {
      const { data, columns } = saved[space];
      return [id, [...data.subarray(i * columns, (i + 1) * columns)]];
    }),
  );
  expect(expected.size).toBeGreaterThan(3);

  const written = await embed(trained, { space, batchSize: 5 });
  const { data, rows, columns } = readNpy(readFileSync(output()), 'rows.npy');
  expect(written).toMatchObject({ rows: 24, columns, unreadable: [] });
  expect(rows).toBe(24);
  const names = table().map(([, name]) => name);
  for (const [id, row] of expected) {
    const at = names.indexOf(id);
    expect(at).toBeGreaterThanOrEqual(0);
    row.forEach((value, i) => expect(data[at * columns + i]).toBeCloseTo(value, 5));
  }
});

test('the table names every row, and what cannot be read has none', async () => {
  await writePhotos();
  writeFileSync(join(folder(), 'photos', 'dogs', '07.png'), 'nothing');
  const written = await embed(await trainedRun(folder()));
  expect(written.unreadable).toEqual([
    {
      path: join(folder(), 'photos', 'dogs', '07.png'),
      reason: expect.stringMatching(/^is not an image/) as string,
    },
  ]);
  expect(readNpy(readFileSync(output()), 'rows.npy').rows).toBe(24);
  const lines = table();
  expect(lines.map(([row]) => Number(row))).toEqual(Array.from({ length: 24 }, (_, i) => i));
  expect(lines[0]).toEqual(['0', 'cats/01.png', 'cats']);
  expect(lines.at(-1)).toEqual(['23', '"dogs/four, ""4"".png"', 'dogs']);
});

test('what is called off leaves nothing behind, and what was there before', async () => {
  await writePhotos();
  const trained = await trainedRun(folder());
  await embed(trained, { space: 'z' });
  const before = readFileSync(output());
  const controller = new AbortController();
  const reason = new Error('called off');
  const half = embed(trained, {
    ...{ batchSize: 4, signal: controller.signal },
    onProgress: ({ phase, done }) => {
      if (phase === 'embedding' && done >= 8) controller.abort(reason);
    },
  });
  await expect(half).rejects.toBe(reason);
  expect(readdirSync(join(folder(), 'out')).sort()).toEqual(['rows.csv', 'rows.npy']);
  expect(readFileSync(output())).toEqual(before);
});

test('a folder without a readable image is refused in a sentence', async () => {
  const trained = await trainedRun(folder());
  await writePicture(join(folder(), 'photos', 'a.png'), 1);
  writeFileSync(join(folder(), 'photos', 'a.png'), 'nothing');
  await expect(embed(trained)).rejects.toThrow(
    /photos holds no image that can be read: .*a\.png is not an image/,
  );
  expect(readdirSync(join(folder(), 'out'))).toEqual([]);
});

test('numbers that are not finite are no result', () => {
  const rows = (...values: number[]) => ({ data: Float32Array.from(values), count: 1, size: values.length });
  expect(() => checkRows({ h: rows(1, 2), z: rows(3) }, 'step-7')).not.toThrow();
  expect(() => checkRows({ h: rows(1, NaN), z: rows(3) }, 'step-7')).toThrow(
    'step-7 gives embeddings that are not finite',
  );
});
