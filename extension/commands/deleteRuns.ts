import { l10n, window } from 'vscode';
import { formatBytes } from '../format/formatNumbers';
import type { RunControl } from '../runs/runControl';
import type { ShownRun } from '../runs/shownRun';
import { folderSize } from './folderSize';

/** Asks, with names and sizes, and moves runs to the trash. One that is queued is taken out of the queue first. */
export async function deleteRuns(runs: readonly ShownRun[], control: RunControl): Promise<void> {
  const [first] = runs;
  if (first === undefined) return;
  const sizes = await Promise.all(runs.map(({ run }) => folderSize(run.paths.folder)));
  const size = formatBytes(sizes.reduce((sum, bytes) => sum + bytes, 0));
  const question =
    runs.length === 1
      ? l10n.t('Delete the run “{0}” ({1})?', first.title, size)
      : l10n.t('Delete {0} runs ({1})?', runs.length, size);
  const detail = [
    ...(runs.length === 1 ? [] : [runs.map(({ title }) => title).join(', ')]),
    l10n.t(
      'With its metrics and checkpoints it goes to the trash; where there is none, it is gone for good.',
    ),
  ].join('\n\n');
  const remove = l10n.t('Delete');
  const answer = await window.showWarningMessage(question, { modal: true, detail }, remove);
  if (answer !== remove) return;
  for (const { run } of runs) {
    if (run.state === 'queued') await control.stop(run.paths.folder);
    await control.remove(run.paths.folder);
  }
}
