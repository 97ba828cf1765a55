import { commands, l10n, window } from 'vscode';
import { runConfigUri } from '../configuration/runConfigDocuments';
import type { ShownRun } from '../runs/shownRun';
import { Notice } from './notice';
import { namedRuns, pickRun, runItems, type RunChoice } from './chooseRuns';

/** Shows in what the configurations of two runs differ. Of one run, or none, the user picks what is missing. */
export async function diffConfigs(choice: RunChoice, args: readonly unknown[]): Promise<void> {
  const pair = await choosePair(choice, args);
  if (pair === null) return;
  const [a, b] = olderFirst(pair);
  await commands.executeCommand(
    'vscode.diff',
    runConfigUri(a),
    runConfigUri(b),
    l10n.t('{0} ↔ {1} (configuration)', a.title, b.title),
    { preview: true },
  );
}

async function choosePair(
  { store, selection }: RunChoice,
  args: readonly unknown[],
): Promise<readonly [ShownRun, ShownRun] | null> {
  const tooMany = () => new Notice(l10n.t('Two configurations can be compared at a time: select two runs.'));
  const [first, second, ...more] = (await namedRuns(store, args, selection)) ?? [];
  if (more.length > 0) throw tooMany();
  if (first !== undefined && second !== undefined) return [first, second];
  if (store.runs.length < 2) throw new Notice(l10n.t('There is only one run: nothing to compare it with.'));
  if (first !== undefined) {
    const others = store.runs.filter((shown) => shown !== first);
    const other = await pickRun(
      others,
      l10n.t('Run to compare the configuration of “{0}” with', first.title),
    );
    return other === undefined ? null : [first, other];
  }
  const picked = await window.showQuickPick(runItems(store.runs), {
    placeHolder: l10n.t('Two runs whose configurations to compare'),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked === undefined || picked.length === 0) return null;
  const [a, b] = picked;
  if (a === undefined || b === undefined || picked.length > 2) throw tooMany();
  return [a.shown, b.shown];
}

function olderFirst([a, b]: readonly [ShownRun, ShownRun]): readonly [ShownRun, ShownRun] {
  return a.run.record.createdAt <= b.run.record.createdAt ? [a, b] : [b, a];
}
