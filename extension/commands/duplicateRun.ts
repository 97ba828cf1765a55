import { workspace } from 'vscode';
import { openDraft } from '../configuration/configDraft';
import { recipeOf } from '../configuration/recipeOf';
import type { ShownRun } from '../runs/shownRun';
import { freeName } from '../start/runNames';

/** Opens the run's configuration as a draft of a new one, with what differs from its preset, ready to be changed and run. */
export async function duplicateRun(shown: ShownRun, runs: readonly ShownRun[]): Promise<void> {
  const { record } = shown.run;
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? null;
  const name = freeName(
    shown.title,
    runs.map(({ title }) => title),
  );
  await openDraft(name, folder, recipeOf({ ...record.config, name }, record.baseFolder, folder));
}
