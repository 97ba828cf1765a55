import { dirname, resolve } from 'node:path';
import { commands, env } from 'vscode';
import { revealPath } from '../commands/revealPath';
import { commandIds } from '../ids';
import type { CheckpointAction } from './messages';
import type { RunOfCheckpoint } from './runOfCheckpoint';

/**
 * Does what a button of the page stands for.
 * @param path of the file.
 * @param place the run that it is of; without one there are only the actions on the file.
 */
export async function doAction(
  action: CheckpointAction,
  path: string,
  place: RunOfCheckpoint | null,
): Promise<void> {
  if (action === 'copyPath') return env.clipboard.writeText(path);
  if (action === 'reveal') return revealPath(path);
  if (place === null) return;
  const { folder } = place.run.paths;
  switch (action) {
    case 'resume':
      return commands.executeCommand(commandIds.resumeFromCheckpoint, folder, place.step);
    case 'evaluate':
      return commands.executeCommand(commandIds.evaluateCheckpoint, folder, place.step);
    case 'embeddings':
      return commands.executeCommand(commandIds.openEmbeddings, folder, place.step);
    case 'export':
      return commands.executeCommand(commandIds.exportEncoder, folder, place.step);
    case 'openRun':
      return commands.executeCommand(commandIds.openRun, folder);
  }
}

/** Opens an evaluation of the run; any other file that a page names is passed over. */
export async function openEvaluation(path: string, place: RunOfCheckpoint | null): Promise<void> {
  if (place === null || dirname(resolve(path)) !== place.run.paths.evaluations) return;
  await commands.executeCommand(commandIds.openEvaluation, path);
}
