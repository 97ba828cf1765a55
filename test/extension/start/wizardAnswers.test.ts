import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { resolveConfig } from '../../../engine/config/resolveConfig';
import type { FoundDataset } from '../../../extension/datasets/foundDataset';
import { recommendedPreset } from '../../../extension/start/recommendedPreset';
import { freeName, nameProblem, suggestedName } from '../../../extension/start/runNames';
import { settingsOverrides } from '../../../extension/start/settingsOverrides';
import { absoluteSource, sourceWithin } from '../../../extension/start/sourcePath';
import { recipeName, sourcesOf } from '../../../extension/start/wizardAnswers';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = resolve('/work');
const photos: FoundDataset = {
  ...{ source: join(folder, 'data', 'photos'), name: 'photos', origin: 'workspace', format: 'folder' },
  ...{ images: 320, trainImages: 256, classes: 4 },
};

describe('a run from the answers', () => {
  test('has its source relative to the workspace, and the name', () => {
    const recipe = { kind: 'preset', preset: 'quick' } as const;
    const { config, baseFolder } = resolveConfig(sourcesOf({ dataset: photos, recipe, name: 'a b' }, folder));
    expect(config.data.source).toBe('data/photos');
    expect(config.name).toBe('a b');
    expect(baseFolder).toBe(folder);
  });

  test('takes the file as the recipe, with the images that were chosen', () => {
    const recipe = { kind: 'file', path: join(folder, 'recipes', 'x.simclr.json') } as const;
    const sources = sourcesOf({ dataset: photos, recipe, name: '' }, folder);
    expect(sources).toMatchObject({ file: 'x.simclr.json', workingFolder: join(folder, 'recipes') });
    expect(sources.overrides?.[0]?.value).toBe(photos.source);
    expect(recipeName(recipe)).toBe('x');
  });
});

test('sources in the folder are relative, others are not', () => {
  expect(sourceWithin('builtin', folder)).toBe('builtin');
  expect(sourceWithin(join(folder, 'a'), folder)).toBe('a');
  expect(sourceWithin(folder, folder)).toBe(folder);
  expect(sourceWithin(resolve('/elsewhere'), folder)).toBe(resolve('/elsewhere'));
  expect(sourceWithin(resolve('/work2/a'), folder)).toBe(resolve('/work2/a'));
  expect(absoluteSource('a', folder)).toBe(join(folder, 'a'));
  expect(absoluteSource('builtin', folder)).toBe('builtin');
});

describe('names', () => {
  test('are suggested by data and recipe, and are never those of another run', () => {
    expect(suggestedName('photos', 'quick', [])).toBe('photos-quick');
    expect(suggestedName('photos', 'quick', ['photos-quick', 'photos-quick-2'])).toBe('photos-quick-3');
    expect(freeName('run-2', ['run-2'])).toBe('run-3');
  });

  test('are always allowed when they are suggested', () => {
    for (const odd of ['my (photos) & more', 'a'.repeat(200), '../up', 'Vögel 2026']) {
      expect(nameProblem(suggestedName(odd, 'quick', [freeName(`${odd}-quick`, [])]))).toBeNull();
    }
    expect(suggestedName('Vögel', 'quick', [])).toBe('Vögel-quick');
  });

  test('are refused with what is allowed', () => {
    expect(nameProblem('a/b')).toContain('letters');
    expect(nameProblem('')).toBeNull();
  });
});

test('settings speak where preset and file are silent', () => {
  const settings = { backend: 'cpu', gpu: 'Arc', threads: 3, keepCheckpoints: 5, enginePath: '' } as const;
  const values = (layer: object) =>
    settingsOverrides(settings, [{ ...layer }, {}]).map(({ path, value }) => [path.join('.'), value]);
  expect(values({})).toEqual([
    ['device.backend', 'cpu'],
    ['device.gpu', 'Arc'],
    ['device.threads', 3],
    ['checkpoint.keepLast', 5],
  ]);
  expect(values({ device: { threads: 1, gpu: '0' }, checkpoint: { keepLast: 1 } })).toEqual([
    ['device.backend', 'cpu'],
  ]);
});

test('large encoders are recommended only for many images and a GPU', () => {
  expect(recommendedPreset(50_000, 32, 'auto')).toBe('quick');
  expect(recommendedPreset(500, 32, 'webgpu')).toBe('quick');
  expect(recommendedPreset(50_000, 32, 'webgpu')).toBe('cifar');
  expect(recommendedPreset(50_000, 500, 'cuda')).toBe('paper');
});
