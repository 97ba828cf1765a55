import { basename, dirname } from 'node:path';
import type { ConfigSources, Override } from '../../engine/config/resolveConfig';
import type { PresetName } from '../../engine/config/presets';
import type { FoundDataset } from '../datasets/foundDataset';
import { sourceWithin } from './sourcePath';

/** How to train: a preset, or a configuration file at an absolute path. */
export type Recipe =
  { readonly kind: 'preset'; readonly preset: PresetName } | { readonly kind: 'file'; readonly path: string };

/** What the user answered. */
export interface WizardAnswers {
  readonly dataset: FoundDataset;
  readonly recipe: Recipe;
  readonly name: string;
}

/** A recipe in one word. */
export function recipeName(recipe: Recipe): string {
  return recipe.kind === 'preset' ? recipe.preset : basename(recipe.path).replace(/\.simclr\.json$/, '');
}

/**
 * What a run is put together from.
 * @param folder absolute path of the workspace's folder, which the run's source is relative to if it lies in it.
 */
export function sourcesOf(
  { dataset, recipe, name }: WizardAnswers,
  folder: string,
  fit: readonly Override[] = [],
): ConfigSources {
  const workingFolder = recipe.kind === 'file' ? dirname(recipe.path) : folder;
  const source = sourceWithin(dataset.source, workingFolder);
  return {
    workingFolder,
    ...(recipe.kind === 'file' ? { file: basename(recipe.path) } : { preset: recipe.preset }),
    overrides: [
      { path: ['data', 'source'], value: source, flag: 'data.source' },
      { path: ['name'], value: name, flag: 'name' },
      ...fit,
    ],
  };
}
