import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { runProgram } from '../../../engine/cli/program';
import type { EmbedOptions } from '../../../engine/search/embedToFiles';
import type { SearchOptions, SearchResult } from '../../../engine/search/searchImages';
import { RunWriter } from '../../../engine/runs/runWriter';
import { temporaryFolder } from '../runs/temporaryFolder';
import { tinyConfig } from '../train/tinyRun';
import { fakeTerminal } from './fakeTerminal';

const folder = temporaryFolder();
let searched: SearchOptions | null = null;
let embedded: EmbedOptions | null = null;
let found: SearchResult;

vi.mock('../../../engine/search/searchImages', () => ({
  searchImages: (options: SearchOptions) => {
    searched = options;
    return Promise.resolve(found);
  },
}));
vi.mock('../../../engine/search/embedToFiles', () => ({
  embedToFiles: (options: EmbedOptions) => {
    embedded = options;
    const unreadable = Array.from({ length: 12 }, (_, i) => ({ path: `/data/${i}.jpg`, reason: 'is empty' }));
    const { output: npy } = options;
    return Promise.resolve({
      ...{ npy, csv: npy.replace('.npy', '.csv'), rows: 1234, columns: 64, unreadable, warnings: [] },
    });
  },
}));

beforeEach(() => {
  searched = embedded = null;
  found = {
    neighbours: [
      { id: 'cats/1.jpg', path: join(folder(), 'cats/1.jpg'), class: 'cats', similarity: 0.98765 },
      { id: 'x/2.jpg', path: null, class: null, similarity: -0.5 },
    ],
    ...{ compared: 1200, cached: true, warnings: ['A word.'], pictures: [] },
    unreadable: [{ path: '/data/3.jpg', reason: 'is empty' }],
  };
  const { paths } = RunWriter.create({
    runsFolder: join(folder(), 'runs'),
    config: tinyConfig({ name: 'first', device: { threads: 3 } }),
    ...{ baseFolder: folder(), versions: {} },
  });
  mkdirSync(paths.checkpoints, { recursive: true });
  writeFileSync(join(paths.checkpoints, 'step-00000007.safetensors'), '');
});

async function run(...args: string[]) {
  const terminal = fakeTerminal({ columns: 100 });
  const code = await runProgram([...args, '--runs', join(folder(), 'runs')], terminal);
  return { code, ...terminal };
}

test('search prints a table of what is nearest, and what was left out', async () => {
  const { code, output, errors } = await run('search', 'latest', 'a.jpg', '/data', '--neighbours', '2');
  expect(code).toBe(0);
  expect(searched).toMatchObject({
    ...{ image: { path: join(process.cwd(), 'a.jpg') }, images: '/data', neighbours: 2, space: 'h' },
    ...{ pictureSide: 0, checkpoint: { step: 7 }, device: { threads: 3 } },
  });
  const [head = '', first = '', second = ''] = output.split('\n');
  expect(head.trim().split(/ {2,}/)).toEqual(['similarity', 'image', 'class']);
  expect(first).toMatch(/^ +0\.988 {3}.*cats\/1\.jpg +cats$/);
  expect(second).toMatch(/^ +-0\.500 {3}x\/2\.jpg$/);
  expect(output).toContain('1,200 images compared by h of step 7.');
  expect(errors).toBe('A word.\n1 image left out:\n  /data/3.jpg is empty\n');
});

test('search writes one JSON object, and nothing beside it', async () => {
  const { output, errors } = await run('search', 'latest', 'a.jpg', 'builtin', '--json', '--space', 'z');
  expect(searched).toMatchObject({ images: 'builtin', space: 'z', neighbours: 10 });
  expect(errors).toBe('');
  expect(JSON.parse(output)).toMatchObject({
    ...{ step: 7, space: 'z', cached: true, compared: 1200 },
    neighbours: [{ id: 'cats/1.jpg', similarity: 0.98765 }, { id: 'x/2.jpg' }],
    unreadable: [{ path: '/data/3.jpg' }],
  });
  expect(JSON.parse(output)).not.toHaveProperty('pictures');
});

test('search draws a sheet where it is asked for', async () => {
  const picture = new Float32Array(128 * 128 * 3);
  found = { ...found, pictures: [picture, picture, picture] };
  const sheet = join(folder(), 'sheet.png');
  const { output } = await run('search', 'latest', 'a.jpg', '/data', '--sheet', sheet);
  expect(searched?.pictureSide).toBe(128);
  expect(readFileSync(sheet).toString('latin1', 1, 4)).toBe('PNG');
  expect(output).toContain('sheet.png shows them.');
});

test('embed says what it wrote and which images it left out', async () => {
  const out = join(folder(), 'e.npy');
  const { code, output, errors } = await run('embed', 'latest', '/data', '-o', out, '--batch-size', '7');
  expect(code).toBe(0);
  expect(embedded).toMatchObject({ images: '/data', output: out, space: 'h', batchSize: 7 });
  expect(output).toMatch(/e\.npy: h of 1,234 images, 64 numbers each; .*e\.csv names the rows\.\n$/);
  expect(errors).toMatch(/^12 images left out:\n {2}\/data\/0\.jpg is empty\n/);
  expect(errors).toContain('and 2 more');
});

test.each([
  [
    ['embed', 'latest', '/data', '-o', 'e.txt'],
    'e.txt (--output) is to be a file of NumPy: give it the ending .npy',
  ],
  [['embed', 'latest', '/data'], '--output'],
  [
    ['embed', 'latest', '/data', '-o', 'e.npy', '--batch-size', '0'],
    '--batch-size takes a whole number from 1',
  ],
  [['search', 'latest', 'a.jpg', '/data', '--space', 'x'], 'Allowed choices are h, z'],
  [['search', 'latest', 'a.jpg', '/data', '--neighbours', '1.5'], '--neighbours takes a whole number from 1'],
  [['search', 'other', 'a.jpg', '/data'], 'other'],
])('%j is refused in a sentence', async (args, sentence) => {
  const { code, errors, output } = await run(...args);
  expect(code).toBe(1);
  expect(errors).toContain(sentence);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(output).toBe('');
  expect(existsSync('e.npy')).toBe(false);
});
