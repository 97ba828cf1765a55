import { basename, dirname } from 'node:path';
import {
  l10n,
  QuickPickItemKind,
  ThemeIcon,
  Uri,
  window,
  workspace,
  type Memento,
  type QuickPickItem,
} from 'vscode';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { browseImage } from '../commands/browseImage';
import { runItems } from '../commands/chooseRuns';
import { Notice } from '../commands/notice';
import { datasetIcon } from '../datasets/datasetIcon';
import type { DatasetList } from '../datasets/datasetList';
import { pickCheckpoint, type ChosenCheckpoint } from '../evaluations/chooseCheckpoint';
import { formatCount } from '../format/formatNumbers';
import { commandIds } from '../ids';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import { browseDataset } from '../start/askDataset';
import { isTrusted } from '../start/workspaceTrust';
import type { SimilarPanels } from './similarPanels';

/** Images that are looked for at first. */
const neighbours = 20;

/** Where the run that was chosen last is remembered. */
const lastRunKey = 'similarImages.lastRun';

/** The command that finds images similar to one: an image of the explorer, or one that the user browses to. */
export function similarCommand(
  { store }: Pick<Services, 'store'>,
  datasets: DatasetList,
  panels: SimilarPanels,
  memory: Memento,
) {
  return {
    [commandIds.findSimilarImages]: async (target: unknown) => {
      if (!isTrusted()) return;
      const runs = comparableRuns(store);
      const path = target instanceof Uri ? target.fsPath : await browseImage(l10n.t('Image to search with'));
      if (path === null) return;
      const chosen = await askCheckpoint(runs, memory);
      if (chosen === null) return;
      const images = await askImages(path, datasets);
      if (images === null) return;
      const { shown, checkpoint } = chosen;
      await memory.update(lastRunKey, shown.run.paths.folder);
      const model = l10n.t('{0}, step {1}', shown.title, formatCount(checkpoint.step));
      panels.open({
        ...{ checkpoint: checkpoint.path, model, images, image: { path } },
        ...{ space: 'h', neighbours },
      });
    },
  };
}

/** Runs whose encoder can compare images; asked before anything else, so that nobody answers questions in vain. */
function comparableRuns(store: Services['store']): readonly ShownRun[] {
  const runs = store.runs.filter(({ run }) => listCheckpoints(run.paths.checkpoints).length > 0);
  if (runs.length === 0) {
    throw new Notice(
      l10n.t('No run has a checkpoint yet that images could be compared with: start a SimCLR run first.'),
    );
  }
  return runs;
}

/** Asks for a run, the one used last first, and for one of its checkpoints where there are several. */
async function askCheckpoint(runs: readonly ShownRun[], memory: Memento): Promise<ChosenCheckpoint | null> {
  const last = memory.get<string>(lastRunKey);
  const isLast = ({ shown }: { shown: ShownRun }) => shown.run.paths.folder === last;
  const items = runItems(runs);
  const ordered = [...items.filter(isLast), ...items.filter((item) => !isLast(item))];
  const placeHolder = l10n.t('Run whose encoder compares the images');
  const shown =
    runs.length === 1
      ? runs[0]
      : (await window.showQuickPick(ordered, { placeHolder, matchOnDescription: true }))?.shown;
  if (shown === undefined) return null;
  const [only, ...others] = listCheckpoints(shown.run.paths.checkpoints);
  const placeholder = l10n.t('Checkpoint of “{0}”', shown.title);
  const checkpoint = others.length === 0 ? only : await pickCheckpoint(shown, placeholder);
  return checkpoint === undefined ? null : { shown, checkpoint };
}

type Choice = QuickPickItem & { readonly source: string | null };

/** Asks for the images to search: the image's own folder, the workspace, a data set, or a folder to browse to. */
async function askImages(path: string, datasets: DatasetList): Promise<string | null> {
  const { all } = await datasets.get();
  const own = dirname(path);
  const folders = (workspace.workspaceFolders ?? [])
    .map(({ uri }) => uri.fsPath)
    .filter((folder) => folder !== own);
  const folder = (source: string, description: string): Choice => ({
    ...{ label: basename(source), description, iconPath: new ThemeIcon('folder'), source },
  });
  const choices: Choice[] = [
    folder(own, l10n.t('the folder of the image')),
    ...folders.map((each) => folder(each, l10n.t('the whole workspace'))),
    { label: l10n.t('data sets'), kind: QuickPickItemKind.Separator, source: null },
    ...all
      .filter(({ source }) => source !== own && !folders.includes(source))
      .map((dataset) => ({
        ...{ label: dataset.name, iconPath: datasetIcon(dataset), source: dataset.source },
      })),
    { label: '', kind: QuickPickItemKind.Separator, source: null },
    { label: l10n.t('Browse…'), iconPath: new ThemeIcon('folder-opened'), source: null },
  ];
  const placeHolder = l10n.t('Images to search');
  const picked = await window.showQuickPick(choices, { placeHolder, matchOnDescription: true });
  if (picked === undefined) return null;
  return picked.source ?? (await browseDataset(datasets))?.source ?? null;
}
