import { basename, dirname } from 'node:path';
import { l10n } from 'vscode';
import { checkConfig } from '../../engine/config/checkConfig';
import type { RunConfig } from '../../engine/config/runConfig';
import { resolveConfig, type ConfigSources, type Override } from '../../engine/config/resolveConfig';
import { anyBatch } from '../commands/previewViews';
import { recipeOf } from '../configuration/recipeOf';
import type { RunStore } from '../runs/runStore';
import { builtinDataset } from '../datasets/foundDataset';
import { sourceWithin } from '../start/sourcePath';
import type { StudioDraft, StudioOrigin } from './messages';

/** What a studio works on. */
export interface StudioConfig {
  /** Of a file all but the batch, which views have none of. */
  readonly config: RunConfig;
  /** Absolute path that relative paths of the configuration refer to. */
  readonly baseFolder: string;
  /** For people. */
  readonly title: string;
}

/**
 * The configuration behind a studio.
 * @param folder what the source of a data set is relative to.
 * @throws Error with a sentence (or several, in lines) for the user.
 */
export async function studioConfig(
  origin: StudioOrigin,
  store: Pick<RunStore, 'get' | 'refresh'>,
  folder: string,
): Promise<StudioConfig> {
  switch (origin.kind) {
    case 'config': {
      const { config, baseFolder } = resolveConfig({ ...fileSources(origin.path), overrides: anyBatch });
      return { config, baseFolder, title: basename(origin.path) };
    }
    case 'run': {
      if (store.get(origin.folder) === undefined) await store.refresh();
      const shown = store.get(origin.folder);
      if (shown === undefined) {
        throw new Error(l10n.t('The run in {0} is gone: it was moved or deleted.', origin.folder));
      }
      const { config, baseFolder } = shown.run.record;
      return { config, baseFolder, title: shown.title };
    }
    case 'dataset': {
      const source = sourceWithin(origin.source, folder);
      const { config, baseFolder } = resolveConfig({
        ...{ preset: 'quick', workingFolder: folder },
        overrides: [{ path: ['data', 'source'], value: source, flag: 'data.source' }],
      });
      const title = origin.source === 'builtin' ? builtinDataset().name : basename(origin.source);
      return { config, baseFolder, title };
    }
  }
}

/** Refuses a T that no run could be started with. @throws Error with a sentence for the user. */
export function checkDraft({ config }: StudioConfig, draft: StudioDraft): void {
  const [problem] = checkConfig({ ...config, ...draft }).filter(({ path }) => path[0] === 'augment');
  if (problem !== undefined) throw new Error(`${problem.text}.`);
}

/** What a run is started from that has the draft's T. A data set has no recipe yet: the user is asked for it before. */
export function draftSources(
  origin: Exclude<StudioOrigin, { kind: 'dataset' }>,
  { config, baseFolder }: StudioConfig,
  draft: StudioDraft,
  name: string,
): ConfigSources {
  if (origin.kind === 'config') {
    return { ...fileSources(origin.path), overrides: draftOverrides(draft) };
  }
  const { preset, ...fields } = recipeOf({ ...config, name }, baseFolder, null);
  const overrides = Object.entries(fields).map(([key, value]) => ({ path: [key], value, flag: key }));
  return {
    ...(typeof preset === 'string' ? { preset } : {}),
    workingFolder: baseFolder,
    overrides: [...overrides, ...draftOverrides(draft)],
  };
}

/** T and seed of a draft, over whatever else says them. */
export function draftOverrides({ augment, seed }: StudioDraft): Override[] {
  return [
    { path: ['augment'], value: augment, flag: 'augment' },
    { path: ['seed'], value: seed, flag: 'seed' },
  ];
}

function fileSources(path: string): ConfigSources {
  return { file: basename(path), workingFolder: dirname(path) };
}
