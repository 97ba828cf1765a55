import { l10n } from 'vscode';
import type { ComparePanels } from '../comparePanel/comparePanels';
import { Notice } from './notice';
import { namedRuns, pickRuns, type RunChoice } from './chooseRuns';
import { foldersOf } from './runArguments';

/** Opens the panel that compares runs: two or more that are named or selected, else those that the user picks. */
export async function compareRuns(
  panels: ComparePanels,
  choice: RunChoice,
  args: readonly unknown[],
): Promise<void> {
  const folders = await chooseFolders(choice, args);
  if (folders !== null) panels.open(folders);
}

async function chooseFolders(
  { store, selection }: RunChoice,
  args: readonly unknown[],
): Promise<readonly string[] | null> {
  const named = (await namedRuns(store, args, selection)) ?? [];
  const chosen = named.map(({ run }) => run.paths.folder);
  if (chosen.length > 1) return chosen;
  if (store.runs.length < 2) throw new Notice(l10n.t('There is only one run: nothing to compare it with.'));
  const [first] = named;
  const others = store.runs.filter((shown) => shown !== first);
  const picked = await pickRuns(
    others,
    first === undefined
      ? l10n.t('Runs to compare: two or more')
      : l10n.t('Runs to compare “{0}” with', first.title),
    foldersOf(selection),
  );
  if (picked === undefined || picked.length === 0) return null;
  const all = [...chosen, ...picked.map(({ run }) => run.paths.folder)];
  if (all.length < 2) throw new Notice(l10n.t('A comparison needs two runs or more.'));
  return all;
}
