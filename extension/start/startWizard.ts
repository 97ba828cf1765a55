import { homedir } from 'node:os';
import { l10n, ProgressLocation, window, workspace } from 'vscode';
import { resolveConfig, type ConfigSources } from '../../engine/config/resolveConfig';
import { UserError } from '../../engine/errors';
import type { DatasetList } from '../datasets/datasetList';
import type { FoundDataset } from '../datasets/foundDataset';
import type { RunStore } from '../runs/runStore';
import { askDataset } from './askDataset';
import { askRecipe } from './askRecipe';
import { fitToData, type Fit, type KnownImages } from './fitToData';
import { knownImages } from './knownImages';
import { nameProblem, suggestedName } from './runNames';
import { recipeName, sourcesOf, type Recipe, type WizardAnswers } from './wizardAnswers';
import { askText, type StepPlace } from './wizardStep';

/** Asks for a data set, a recipe and a name; Enter at each takes what is most likely meant. */
export class StartWizard {
  constructor(
    private readonly datasets: DatasetList,
    private readonly store: RunStore,
  ) {}

  /**
   * Asks, without the first question where `given` answers it.
   * @returns what the run is put together from; null where the user gave up.
   */
  async ask(given?: FoundDataset): Promise<ConfigSources | null> {
    let dataset = given;
    let recipe: Recipe | undefined;
    const place = (step: number): StepPlace => ({
      title: given === undefined ? l10n.t('Start SimCLR run') : l10n.t('Start SimCLR run on {0}', given.name),
      step: given === undefined ? step : step - 1,
      totalSteps: given === undefined ? 3 : 2,
      canGoBack: step > (given === undefined ? 1 : 2),
    });
    for (;;) {
      if (dataset === undefined) {
        const answer = await askDataset(place(1), this.datasets);
        if (answer === 'gone' || answer === 'back') return null;
        dataset = answer.value;
      }
      const images = knownImages(this.datasets, dataset);
      if (recipe === undefined) {
        const answer = await askRecipe(place(2), dataset, images);
        if (answer === 'gone') return null;
        if (answer === 'back') {
          dataset = undefined;
          continue;
        }
        recipe = answer.value;
      }
      const name = await this.askName(place(3), { dataset, recipe, name: '' }, images);
      if (name === 'gone') return null;
      if (name !== 'back') {
        const answers = { dataset, recipe, name: name.value.trim() };
        const looking = { location: ProgressLocation.Window, title: l10n.t('Looking at the images…') };
        const fit = await window.withProgress(looking, () => fitOf(answers, images));
        return sourcesOf(answers, workingFolder(), fit.overrides);
      }
      recipe = undefined;
    }
  }

  private askName(place: StepPlace, answers: WizardAnswers, images: Promise<KnownImages>) {
    const taken = this.store.runs.map(({ title }) => title);
    const dataset = answers.dataset.source === 'builtin' ? 'builtin' : answers.dataset.name;
    return askText(
      place,
      {
        value: suggestedName(dataset, recipeName(answers.recipe), taken),
        prompt: l10n.t('Name of the run. Enter starts it.'),
        note: fitOf(answers, images).then(({ note }) => note),
      },
      (value) => nameProblem(value.trim()),
    );
  }
}

/** A small encoder knows something after so many steps of the quick preset. */
const enoughSteps = 200;

/** The folder that a run's relative source refers to. */
export function workingFolder(): string {
  return workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir();
}

/** What of the recipe has to change for these images. Waits to know them only where it matters. */
async function fitOf(answers: WizardAnswers, images: Promise<KnownImages>): Promise<Fit> {
  const none: Fit = { overrides: [], note: null };
  try {
    const { config } = resolveConfig(sourcesOf(answers, workingFolder()));
    const { dataset, recipe } = answers;
    const leastSteps = recipe.kind === 'preset' && recipe.preset === 'quick' ? enoughSteps : 0;
    const byName = { trainImages: dataset.trainImages, largestSide: null };
    const plenty = dataset.trainImages !== null && fitToData(config, byName, 2 * leastSteps).note === null;
    return config.data.imageSize === 'auto' && plenty ? none : fitToData(config, await images, leastSteps);
  } catch (error) {
    // What is wrong with the recipe itself is said when it is started.
    if (error instanceof UserError) return none;
    throw error;
  }
}
