import { l10n } from 'vscode';
import type { EmbeddingPanels } from '../embeddingPanel/embeddingPanels';
import { commandIds } from '../ids';
import type { Services } from '../services';
import { isExperimentNode } from '../views/experimentNode';
import type { ExperimentsView } from '../views/experimentsView';
import { chooseAnyRun } from './chooseRuns';

/** The command that compares h and z of a run: of a run folder (and a step), a run's or a checkpoint's line, or asked for. */
export function embeddingCommands({ store }: Services, panels: EmbeddingPanels, view: ExperimentsView) {
  return {
    [commandIds.openEmbeddings]: async (...args: readonly unknown[]) => {
      const choice = { store, selection: view.selection };
      const shown = await chooseAnyRun(choice, args, l10n.t('Run whose h and z to compare'));
      if (shown !== undefined) panels.open(shown.run.paths.folder, stepOf(args));
    },
  };
}

/** The step of the checkpoint that the command was called on. */
function stepOf([first, second]: readonly unknown[]): number | null {
  if (isExperimentNode(first) && first.kind === 'checkpoint') return first.checkpoint.step;
  return typeof second === 'number' ? second : null;
}
