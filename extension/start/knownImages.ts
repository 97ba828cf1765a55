import { workspace } from 'vscode';
import type { DatasetList } from '../datasets/datasetList';
import type { FoundDataset } from '../datasets/foundDataset';
import type { KnownImages } from './fitToData';

/** What is known of a data set's images: by looking into it where that is possible, else by the names of its files. */
export async function knownImages(datasets: DatasetList, dataset: FoundDataset): Promise<KnownImages> {
  const byName: KnownImages = { trainImages: dataset.trainImages, largestSide: null };
  if (dataset.source === 'builtin' || !workspace.isTrusted) return byName;
  try {
    const { images, sides } = await datasets.inspect(dataset.source);
    return { trainImages: images.train, largestSide: sides?.longer.max ?? null };
  } catch {
    // Why it cannot be looked into is said by the run that is started on it.
    return byName;
  }
}
