import { basename, dirname } from 'node:path';
import { Uri } from 'vscode';
import { chooseConfig } from '../configuration/chooseConfig';
import { newConfig } from '../configuration/newConfig';
import type { DatasetList } from '../datasets/datasetList';
import { builtinDataset } from '../datasets/foundDataset';
import { commandIds } from '../ids';
import type { Services } from '../services';
import { browseDataset, datasetAt } from '../start/askDataset';
import { suggestedName } from '../start/runNames';
import type { RunStarter } from '../start/runStarter';
import { StartWizard, workingFolder } from '../start/startWizard';
import { sourcesOf } from '../start/wizardAnswers';
import { isTrusted } from '../start/workspaceTrust';
import { isDatasetNode } from '../views/datasetNode';
import { previewConfig, type PreviewServices } from './previewViews';

/** The commands that start runs, and those on configuration files. */
export function startCommands(
  { store }: Services,
  previews: PreviewServices,
  datasets: DatasetList,
  starter: RunStarter,
) {
  const wizard = new StartWizard(datasets, store);
  const startOn = async (...given: Parameters<StartWizard['ask']>) => {
    const sources = await wizard.ask(...given);
    if (sources !== null) await starter.start(sources);
  };
  /** Does nothing but say so where the workspace is not trusted. */
  const trusted =
    (act: (...args: readonly unknown[]) => Promise<void>) =>
    async (...args: readonly unknown[]) => {
      if (isTrusted()) await act(...args);
    };

  return {
    [commandIds.startRun]: trusted(() => startOn()),
    [commandIds.startBuiltin]: trusted(async () => {
      const recipe = { kind: 'preset', preset: 'quick' } as const;
      const taken = store.runs.map(({ title }) => title);
      const name = suggestedName('builtin', recipe.preset, taken);
      await starter.start(sourcesOf({ dataset: builtinDataset(), recipe, name }, workingFolder()));
    }),
    [commandIds.startOnFolder]: trusted(async () => {
      const dataset = await browseDataset(datasets);
      if (dataset !== null) await startOn(dataset);
    }),
    [commandIds.startRunOnDataset]: trusted(async (target) => {
      if (target instanceof Uri) await startOn(await datasetAt(target.fsPath, datasets));
      else await startOn(isDatasetNode(target) ? target.dataset : undefined);
    }),
    [commandIds.startRunFromConfig]: trusted(async (target) => {
      const path = await chooseConfig(target);
      if (path !== null) await starter.start({ file: basename(path), workingFolder: dirname(path) });
    }),
    [commandIds.previewConfig]: trusted(async (target) => {
      const path = await chooseConfig(target);
      if (path !== null) await previewConfig(previews, path);
    }),
    [commandIds.newConfig]: newConfig,
  };
}
