import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { resolveConfig } from '../../../engine/config/resolveConfig';
import { recipeOf } from '../../../extension/configuration/recipeOf';

test('a recipe says what differs from the nearest preset, and comes to the same configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-recipe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const overrides = [
    { path: ['data', 'source'], value: 'photos', flag: '' },
    { path: ['optimizer', 'learningRate'], value: 2, flag: '' },
    { path: ['augment', 'transforms'], value: [{ type: 'crop' }], flag: '' },
    { path: ['name'], value: 'again', flag: '' },
  ];
  const { config } = resolveConfig({ preset: 'cifar', overrides, workingFolder: folder });
  const recipe = recipeOf(config, folder, folder);
  expect(recipe).toEqual({
    preset: 'cifar',
    name: 'again',
    data: { source: 'photos' },
    augment: { transforms: [{ type: 'crop', p: 1, scale: [0.08, 1], ratio: [3 / 4, 4 / 3] }] },
    optimizer: { learningRate: 2 },
  });
  writeFileSync(join(folder, 'a.simclr.json'), JSON.stringify(recipe));
  expect(resolveConfig({ file: 'a.simclr.json', workingFolder: folder }).config).toEqual(config);
});

test('a recipe finds its images from wherever it is kept', () => {
  const base = resolve('/work');
  const { config } = resolveConfig({
    ...{ preset: 'quick', workingFolder: base },
    overrides: [{ path: ['data', 'source'], value: 'photos', flag: '' }],
  });
  const source = (folder: string | null) => recipeOf(config, base, folder)['data'];
  expect(source(resolve('/elsewhere'))).toEqual({ source: join(base, 'photos') });
  expect(source(null)).toEqual({ source: join(base, 'photos') });
  expect(source(resolve('/'))).toEqual({ source: 'work/photos' });
});
