import { l10n } from 'vscode';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { runPaths } from '../../engine/runs/runPaths';
import { revealPath } from '../commands/revealPath';

/**
 * Shows where the checkpoint of a step lies.
 * @throws Error with a sentence for the user when it has made room for later ones.
 */
export async function revealCheckpoint(folder: string, step: number): Promise<void> {
  const file = listCheckpoints(runPaths(folder).checkpoints).find((checkpoint) => checkpoint.step === step);
  if (file === undefined) {
    throw new Error(
      l10n.t('The checkpoint of step {0} is no longer there: only the latest and the best are kept.', step),
    );
  }
  await revealPath(file.path);
}
