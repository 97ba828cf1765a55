import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { commands, l10n, ProgressLocation, Uri, window } from 'vscode';
import type { ConfigSources } from '../../engine/config/resolveConfig';
import { configEnding } from '../configuration/configDraft';
import type { FoundDataset } from '../datasets/foundDataset';
import type { Services } from '../services';
import { resolveShown } from '../start/runStarter';
import { workingFolder } from '../start/startWizard';
import { sourceWithin } from '../start/sourcePath';

/** Rows of the picture, one image each, and positive pairs in a row. */
const images = 8;
const pairs = 4;

/** What previews need. */
export type PreviewServices = Pick<Services, 'tool' | 'store'> & {
  /** Where pictures are kept; absolute. */
  readonly previewFolder: string;
};

/** A picture has no batches, so that there cannot be too few images for one. */
export const anyBatch = [
  { path: ['batchSize'], value: 2, flag: 'preview' },
  { path: ['microBatch'], value: null, flag: 'preview' },
];

/** Draws views of a data set as the quick preset would make them, and opens the picture. */
export async function previewDataset(services: PreviewServices, dataset: FoundDataset): Promise<void> {
  const folder = workingFolder();
  const source = {
    path: ['data', 'source'],
    value: sourceWithin(dataset.source, folder),
    flag: 'data.source',
  };
  await preview(services, dataset.name, {
    ...{ preset: 'quick', workingFolder: folder },
    overrides: [source, ...anyBatch],
  });
}

/** Draws views as the configuration file at `path` says, and opens the picture. */
export async function previewConfig(services: PreviewServices, path: string): Promise<void> {
  await preview(services, basename(path, configEnding), {
    ...{ file: basename(path), workingFolder: dirname(path) },
    overrides: anyBatch,
  });
}

async function preview(
  { tool, store, previewFolder }: PreviewServices,
  name: string,
  sources: ConfigSources,
): Promise<void> {
  const resolved = await resolveShown(sources);
  if (resolved === null) return;
  const { config, baseFolder } = resolved;
  const png = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Drawing views of {0}', name),
      cancellable: true,
    },
    async (_, token) => {
      try {
        return await tool.preview({ config, baseFolder, runsFolder: store.runsFolder, images, pairs }, token);
      } catch (error) {
        if (token.isCancellationRequested) return null;
        throw error;
      }
    },
  );
  if (png === null) return;
  await mkdir(previewFolder, { recursive: true });
  const path = join(previewFolder, `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-views.png`);
  await writeFile(path, png);
  await commands.executeCommand('vscode.open', Uri.file(path));
}
