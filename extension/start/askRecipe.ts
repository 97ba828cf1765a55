import { l10n, QuickPickItemKind, ThemeIcon, workspace, type QuickPickItem } from 'vscode';
import { presetNames, presets } from '../../engine/config/presets';
import { findConfigs } from '../configuration/findConfigs';
import type { FoundDataset } from '../datasets/foundDataset';
import { readSettings } from '../settings';
import type { KnownImages } from './fitToData';
import { recommendedPreset } from './recommendedPreset';
import type { Recipe } from './wizardAnswers';
import { askList, type Answer, type StepPlace } from './wizardStep';

type Choice = QuickPickItem & { readonly recipe: Recipe | null };

/** Asks how to train: with a preset, or as a configuration file in the workspace says. */
export async function askRecipe(
  place: StepPlace,
  dataset: FoundDataset,
  images: Promise<KnownImages>,
): Promise<Answer<Recipe>> {
  // The side of the images is worth waiting for only if it is about to be known.
  const known = await Promise.race([images, new Promise<null>((resolve) => setTimeout(resolve, 200, null))]);
  const side = known?.largestSide ?? null;
  const recommended = recommendedPreset(dataset.images, side, readSettings().backend);
  const answer = await askList(place, l10n.t('How to train'), choices(recommended), ({ recipe }) =>
    recipe?.kind === 'preset' ? recipe.preset === recommended : false,
  );
  if (answer === 'back' || answer === 'gone') return answer;
  const { recipe } = answer.value;
  return recipe === null ? 'gone' : { value: recipe };
}

async function choices(recommended: string): Promise<Choice[]> {
  const paths = await findConfigs();
  return [
    ...presetNames.map((preset): Choice => ({
      label: preset,
      description: preset === recommended ? l10n.t('recommended here') : '',
      detail: presets[preset].description,
      iconPath: new ThemeIcon('beaker'),
      recipe: { kind: 'preset', preset },
    })),
    ...(paths.length === 0
      ? []
      : [{ label: l10n.t('files in the workspace'), kind: QuickPickItemKind.Separator, recipe: null }]),
    ...paths.map((path): Choice => ({
      label: workspace.asRelativePath(path),
      iconPath: new ThemeIcon('json'),
      recipe: { kind: 'file', path },
    })),
  ];
}
