import { l10n, window } from 'vscode';
import type { RunControl } from '../runs/runControl';
import type { ShownRun } from '../runs/shownRun';
import { nameProblem } from '../start/runNames';

/** Asks for a run's new name and gives it that. */
export async function renameRun({ title, run }: ShownRun, control: RunControl): Promise<void> {
  const name = await window.showInputBox({
    title: l10n.t('Rename “{0}”', title),
    prompt: l10n.t('Name of the run; empty means data set and encoder.'),
    value: run.record.config.name || title,
    validateInput: (value) => nameProblem(value.trim()),
  });
  if (name !== undefined) await control.rename(run.paths.folder, name.trim());
}
