import { commands, l10n, window } from 'vscode';
import { formatCount } from '../format/formatNumbers';
import { commandIds, viewIds } from '../ids';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import { isTrusted } from '../start/workspaceTrust';
import type { ExperimentNode } from '../views/experimentNode';
import type { ExperimentsView } from '../views/experimentsView';
import { chooseRuns, type RunChoice } from './chooseRuns';
import { deleteRuns } from './deleteRuns';
import type { RunActionName } from './possibleActions';
import { renameRun } from './renameRun';
import { readTarget } from './runArguments';

/** The commands that change runs. Each takes a run folder, lines of the tree, or asks. */
export function runCommands({ control, store }: Services, view: ExperimentsView) {
  const choice = (): RunChoice => ({ store, selection: view.selection });

  /** Does something with each run for which it is possible, with progress in the view. */
  const each =
    (actions: readonly [RunActionName, ...RunActionName[]], act: (shown: ShownRun) => Promise<unknown>) =>
    async (...args: readonly unknown[]) => {
      const chosen = await chooseRuns(choice(), args, ...actions);
      await window.withProgress({ location: { viewId: viewIds.experiments } }, async () => {
        for (const shown of chosen) await act(shown);
      });
    };
  const folderOf = ({ run }: ShownRun) => run.paths.folder;
  const trainInMicroBatches = each(['trainInMicroBatches'], (shown) =>
    control.trainInMicroBatches(folderOf(shown)),
  );
  const resume = each(['resume'], (shown) => control.resume(folderOf(shown)));

  return {
    [commandIds.pauseRun]: each(['pause'], (shown) => control.pause(folderOf(shown))),
    [commandIds.resumeRun]: async (...args: readonly unknown[]) => {
      if (isTrusted()) await resume(...args);
    },
    [commandIds.trainInMicroBatches]: async (...args: readonly unknown[]) => {
      if (isTrusted()) await trainInMicroBatches(...args);
    },
    [commandIds.stopRun]: each(['stop', 'cancel'], (shown) => control.stop(folderOf(shown))),
    [commandIds.cancelRun]: each(['cancel'], (shown) => control.stop(folderOf(shown))),
    [commandIds.checkpointRun]: each(['checkpoint'], async (shown) => {
      const step = await control.checkpoint(folderOf(shown));
      window.setStatusBarMessage(
        l10n.t('{0}: checkpoint written at step {1}', shown.title, formatCount(step)),
        6000,
      );
    }),
    [commandIds.moveUpInQueue]: each(['moveUp'], (shown) => control.moveInQueue(folderOf(shown), -1)),
    [commandIds.moveDownInQueue]: each(['moveDown'], (shown) => control.moveInQueue(folderOf(shown), 1)),
    [commandIds.renameRun]: async (...args: readonly unknown[]) => {
      const [shown] = await chooseRuns(choice(), args, 'rename');
      if (shown !== undefined) await renameRun(shown, control);
    },
    [commandIds.deleteRun]: async (...args: readonly unknown[]) => {
      // One key deletes what is selected: of a run's evaluation not the run.
      if (readTarget(args).kind === 'selection' && view.selection.some(isEvaluation)) {
        const evaluations = view.selection.filter(isEvaluation);
        await commands.executeCommand(commandIds.deleteEvaluation, evaluations[0], evaluations);
        return;
      }
      await deleteRuns(await chooseRuns(choice(), args, 'delete'), control);
    },
  };
}

function isEvaluation(node: ExperimentNode): boolean {
  return node.kind === 'evaluation';
}
