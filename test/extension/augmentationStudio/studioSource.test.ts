import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { resolveConfig } from '../../../engine/config/resolveConfig';
import { checkDraft, draftSources, studioConfig } from '../../../extension/augmentationStudio/studioSource';
import { defaultTransforms, studioPresets } from '../../../extension/augmentationStudio/studioPresets';
import { augmentSchema } from '../../../engine/config/augmentation';
import { runConfigSchema } from '../../../engine/config/runConfig';

vi.mock('vscode', async () => ({ ...(await import('../fakeVscode')), workspace: {}, ProgressLocation: {} }));

const noRuns = { get: () => undefined, refresh: () => Promise.resolve() };
const draft = {
  augment: augmentSchema.parse({ transforms: [{ type: 'crop' }, { type: 'sobel' }] }),
  seed: 7,
};

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'simclr-studio-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

it('takes a file whose batch is too large for its images, which views have none of', async () => {
  const path = join(folder(), 'a.simclr.json');
  writeFileSync(path, JSON.stringify({ preset: 'paper', data: { builtin: { train: 100 } } }));
  const { config, title } = await studioConfig({ kind: 'config', path }, noRuns, '/');
  expect(title).toBe('a.simclr.json');
  expect(config.augment.transforms.map(({ type }) => type)).toContain('blur');
});

it('starts from a file what the file says, with the draft’s T', async () => {
  const at = folder();
  const path = join(at, 'a.simclr.json');
  writeFileSync(path, JSON.stringify({ preset: 'quick', epochs: 3 }));
  const origin = { kind: 'config', path } as const;
  const opened = await studioConfig(origin, noRuns, at);
  const { config } = resolveConfig(draftSources(origin, opened, draft, 'x'));
  expect(config).toMatchObject({ epochs: 3, batchSize: 128, ...draft });
});

it('starts from a run what the run was, with the draft’s T and a name of its own', () => {
  const config = runConfigSchema.parse({ epochs: 5, batchSize: 64, data: { source: 'photos' }, name: 'old' });
  const sources = draftSources(
    { kind: 'run', folder: '/runs/1' },
    { config, baseFolder: '/work', title: 'old' },
    draft,
    'old-2',
  );
  const started = resolveConfig(sources);
  expect(started.config).toMatchObject({ epochs: 5, batchSize: 64, name: 'old-2', ...draft });
  expect(started.config.data.source).toBe('/work/photos');
});

it('refuses to save a T that a run would refuse', () => {
  const opened = { config: runConfigSchema.parse({}), baseFolder: '/', title: 'x' };
  expect(() => checkDraft(opened, draft)).not.toThrow();
  const none = { augment: augmentSchema.parse({ transforms: [] }), seed: 0 };
  expect(() => checkDraft(opened, none)).toThrow(/nothing random in it.*add a crop/);
});

it('says so where a run is gone', async () => {
  const gone = studioConfig({ kind: 'run', folder: '/runs/1' }, noRuns, '/');
  await expect(gone).rejects.toThrow('The run in /runs/1 is gone');
});

it('offers every T of the presets once, and every transformation', () => {
  const presets = studioPresets();
  expect(presets.map(({ name }) => name)).toEqual(['paper', 'quick', 'cifar', 'crop and resize', 'none']);
  expect(new Set(defaultTransforms().map(({ type }) => type)).size).toBe(9);
});
