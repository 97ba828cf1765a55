import { stat } from 'node:fs/promises';
import { relative, isAbsolute } from 'node:path';
import { l10n, QuickPickItemKind, ThemeIcon, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { runItems } from '../commands/chooseRuns';
import { readTarget } from '../commands/runArguments';
import { chooseConfig } from '../configuration/chooseConfig';
import { configEnding } from '../configuration/configDraft';
import { isConfigDocument } from '../configuration/configSelector';
import { findConfigs } from '../configuration/findConfigs';
import { datasetIcon } from '../datasets/datasetIcon';
import type { DatasetList } from '../datasets/datasetList';
import { describeDataset } from '../datasets/describeDataset';
import { commandIds } from '../ids';
import type { Services } from '../services';
import { datasetAt } from '../start/askDataset';
import { isTrusted } from '../start/workspaceTrust';
import { isDatasetNode } from '../views/datasetNode';
import type { AugmentationStudios } from './augmentationStudios';
import type { StudioOrigin } from './messages';

/** The command that opens a studio: on a run, a data set, a configuration, an image or a folder of the explorer, or asks. */
export function studioCommand({ store }: Services, datasets: DatasetList, studios: AugmentationStudios) {
  return {
    [commandIds.openStudio]: async (...args: readonly unknown[]) => {
      if (!isTrusted()) return;
      const [target] = args;
      if (target instanceof Uri) {
        await openAt(target, datasets, studios);
        return;
      }
      const origin = isDatasetNode(target)
        ? ({ kind: 'dataset', source: target.dataset.source } as const)
        : await originOf(args, store, datasets);
      if (origin !== null) studios.open(origin);
    },
  };
}

async function openAt(uri: Uri, datasets: DatasetList, studios: AugmentationStudios): Promise<void> {
  if (uri.path.endsWith(configEnding)) {
    const path = await chooseConfig(uri);
    if (path !== null) studios.open({ kind: 'config', path });
    return;
  }
  const path = uri.fsPath;
  if ((await stat(path)).isDirectory()) {
    const { source } = await datasetAt(path, datasets);
    studios.open({ kind: 'dataset', source });
    return;
  }
  // An image is looked at among its own, where it lies in a data set.
  const { all } = await datasets.get();
  const home = all.find(({ source }) => source !== 'builtin' && isWithin(path, source));
  studios.open({ kind: 'dataset', source: home?.source ?? 'builtin' }, { path });
}

async function originOf(
  args: readonly unknown[],
  store: Services['store'],
  datasets: DatasetList,
): Promise<StudioOrigin | null> {
  const target = readTarget(args);
  const [folder] = target.kind === 'runs' ? target.folders : [];
  if (folder !== undefined) return { kind: 'run', folder };
  const active = window.activeTextEditor?.document;
  if (active !== undefined && isConfigDocument(active)) {
    const path = await chooseConfig(active.uri);
    return path === null ? null : { kind: 'config', path };
  }
  return askOrigin(store, datasets);
}

type Choice = QuickPickItem & { readonly origin: StudioOrigin | null };

/** Asks for a data set, a configuration or a run; null when the user gave up. */
async function askOrigin(store: Services['store'], datasets: DatasetList): Promise<StudioOrigin | null> {
  const [{ all }, paths] = await Promise.all([datasets.get(), findConfigs()]);
  const heading = (label: string, items: readonly Choice[]): Choice[] =>
    items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator, origin: null }, ...items];
  const choices = [
    ...heading(
      l10n.t('configurations'),
      paths.map((path) => ({
        ...{ label: workspace.asRelativePath(path), iconPath: new ThemeIcon('json') },
        origin: { kind: 'config', path },
      })),
    ),
    ...heading(
      l10n.t('data sets'),
      all.map((dataset) => ({
        label: dataset.name,
        description: describeDataset(dataset, datasets.inspected(dataset.source)),
        iconPath: datasetIcon(dataset),
        origin: { kind: 'dataset', source: dataset.source },
      })),
    ),
    ...heading(
      l10n.t('runs'),
      runItems(store.runs).map(({ shown, ...item }) => ({
        ...item,
        origin: { kind: 'run', folder: shown.run.paths.folder },
      })),
    ),
  ];
  const placeHolder = l10n.t('Images and augmentation to look at');
  const picked = await window.showQuickPick(choices, { placeHolder, matchOnDescription: true });
  return picked?.origin ?? null;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
