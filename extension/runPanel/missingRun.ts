import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { l10n } from 'vscode';
import type { RunStore } from '../runs/runStore';

/**
 * Why there is no run to show in `folder`, and what to do.
 * @param remedy what to do where the folder is gone, in a sentence.
 */
export async function missingRun(
  folder: string,
  { runsFolder, broken }: Pick<RunStore, 'runsFolder' | 'broken'>,
  remedy: string,
): Promise<string> {
  const outside = dirname(folder) !== runsFolder;
  const damage = outside ? undefined : broken.find(({ id }) => id === basename(folder));
  if (damage !== undefined) {
    return l10n.t('{0}; restore the file, or delete the run folder.', damage.reason.replace(/\.$/, ''));
  }
  if (outside && (await isFolder(folder))) {
    return l10n.t(
      'The run folder {0} is not in the folder of runs, {1}; let the setting "simclr.runsFolder" name the folder that holds it.',
      folder,
      runsFolder,
    );
  }
  return l10n.t('The run folder {0} is gone: it was moved or deleted. {1}', folder, remedy);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
