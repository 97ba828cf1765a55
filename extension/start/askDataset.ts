import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from 'vscode';
import type { DatasetList } from '../datasets/datasetList';
import { datasetIcon } from '../datasets/datasetIcon';
import { describeDataset } from '../datasets/describeDataset';
import { builtinDataset, type FoundDataset } from '../datasets/foundDataset';
import { namedSource } from '../datasets/namedSource';
import { askList, type Answer, type StepPlace } from './wizardStep';

/** A search that takes longer than this, in milliseconds, does not hold the question up. */
const patience = 2000;

type Choice = QuickPickItem & { readonly dataset: FoundDataset | null };

/** Asks for images, those to train on unless `question` says otherwise: some that were found, or a folder to browse to. */
export async function askDataset(
  place: StepPlace,
  datasets: DatasetList,
  question = l10n.t('Images to learn from'),
): Promise<Answer<FoundDataset>> {
  for (;;) {
    const answer = await askList(place, question, choices(datasets));
    if (answer === 'back' || answer === 'gone') return answer;
    const dataset = answer.value.dataset ?? (await browseDataset(datasets));
    if (dataset !== null) return { value: dataset };
  }
}

/** Lets the user browse to a folder of images, which is in the list of data sets from then on; null when they gave up. */
export async function browseDataset(datasets: DatasetList): Promise<FoundDataset | null> {
  const picked = await window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    canSelectMany: false,
    title: l10n.t('Folder of images'),
    openLabel: l10n.t('Use These Images'),
  });
  const path = picked?.[0]?.fsPath;
  return path === undefined ? null : datasetAt(path, datasets);
}

/** The data set at `path`, which is in the list from then on. */
export async function datasetAt(path: string, datasets: DatasetList): Promise<FoundDataset> {
  const { all } = await datasets.get();
  const known = all.find(({ source }) => source === path);
  if (known !== undefined) return known;
  await datasets.addSource(path);
  return namedSource(path);
}

async function choices(datasets: DatasetList): Promise<Choice[]> {
  const slow = new Promise<null>((resolve) => setTimeout(resolve, patience, null));
  const found = await Promise.race([datasets.get().catch(() => null), slow]);
  const all = found?.all ?? [builtinDataset()];
  return [
    ...all.map((dataset) => ({
      label: dataset.name,
      description: describeDataset(dataset, datasets.inspected(dataset.source)),
      iconPath: datasetIcon(dataset),
      dataset,
    })),
    { label: '', kind: QuickPickItemKind.Separator, dataset: null },
    { label: l10n.t('Browse…'), iconPath: new ThemeIcon('folder-opened'), dataset: null },
  ];
}
