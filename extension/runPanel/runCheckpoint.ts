import { commands, l10n, Uri } from 'vscode';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { runPaths } from '../../engine/runs/runPaths';
import { revealPath } from '../commands/revealPath';
import { editorTypes } from '../ids';

/**
 * Opens the checkpoint of a step in its editor.
 * @throws Error with a sentence for the user when it has made room for later ones.
 */
export async function openCheckpoint(folder: string, step: number): Promise<void> {
  await commands.executeCommand('vscode.openWith', Uri.file(pathOf(folder, step)), editorTypes.checkpoint);
}

/**
 * Shows where the checkpoint of a step lies.
 * @throws Error with a sentence for the user when it has made room for later ones.
 */
export async function revealCheckpoint(folder: string, step: number): Promise<void> {
  await revealPath(pathOf(folder, step));
}

function pathOf(folder: string, step: number): string {
  const file = listCheckpoints(runPaths(folder).checkpoints).find((checkpoint) => checkpoint.step === step);
  if (file !== undefined) return file.path;
  throw new Error(
    l10n.t('The checkpoint of step {0} is no longer there: only the latest and the best are kept.', step),
  );
}
