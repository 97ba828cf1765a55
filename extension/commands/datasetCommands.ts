import { l10n, Uri, window, type QuickPickItem } from 'vscode';
import type { DatasetList } from '../datasets/datasetList';
import { datasetIcon } from '../datasets/datasetIcon';
import { describeDataset } from '../datasets/describeDataset';
import type { FoundDataset } from '../datasets/foundDataset';
import { commandIds } from '../ids';
import { browseDataset, datasetAt } from '../start/askDataset';
import { isTrusted } from '../start/workspaceTrust';
import { isDatasetNode } from '../views/datasetNode';
import { Notice } from './notice';
import { previewDataset, type PreviewServices } from './previewViews';
import { revealPath } from './revealPath';

/** The commands on data sets. Each takes a line of the tree, a folder of the explorer, or asks. */
export function datasetCommands(previews: PreviewServices, datasets: DatasetList) {
  const on =
    (
      placeholder: string,
      fits: (dataset: FoundDataset) => boolean,
      act: (dataset: FoundDataset) => Promise<void>,
    ) =>
    async (target: unknown) => {
      const dataset = await chooseDataset(datasets, target, placeholder, fits);
      if (dataset !== undefined) await act(dataset);
    };
  const preview = on(
    l10n.t('Data set to preview'),
    () => true,
    (dataset) => previewDataset(previews, dataset),
  );

  return {
    [commandIds.previewDataset]: async (target: unknown) => {
      if (isTrusted()) await preview(target);
    },
    [commandIds.addDataset]: async () => {
      await browseDataset(datasets);
    },
    [commandIds.removeDataset]: on(
      l10n.t('Data set to take out of the list'),
      ({ origin }) => origin === 'added',
      ({ source }) => datasets.removeSource(source),
    ),
    [commandIds.revealDataset]: on(
      l10n.t('Data set to show'),
      ({ origin }) => origin !== 'builtin',
      ({ source }) => revealPath(source),
    ),
    [commandIds.refreshDatasets]: () => datasets.refresh(),
  };
}

async function chooseDataset(
  datasets: DatasetList,
  target: unknown,
  placeHolder: string,
  fits: (dataset: FoundDataset) => boolean,
): Promise<FoundDataset | undefined> {
  if (isDatasetNode(target)) return target.dataset;
  if (target instanceof Uri) return datasetAt(target.fsPath, datasets);
  const found = (await datasets.get()).all.filter(fits);
  const [only, ...others] = found;
  if (only === undefined)
    throw new Notice(l10n.t('There is no such data set: add a folder of images first.'));
  if (others.length === 0) return only;
  const items = found.map((dataset): QuickPickItem & { dataset: FoundDataset } => ({
    label: dataset.name,
    description: describeDataset(dataset, datasets.inspected(dataset.source)),
    iconPath: datasetIcon(dataset),
    dataset,
  }));
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.dataset;
}
