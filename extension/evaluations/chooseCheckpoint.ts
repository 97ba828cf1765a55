import { l10n, ThemeIcon, window, type QuickPickItem } from 'vscode';
import { latestCheckpoint, listCheckpoints, type CheckpointFile } from '../../engine/runs/checkpoints';
import { chooseAnyRun, pickRun, type RunChoice } from '../commands/chooseRuns';
import { Notice } from '../commands/notice';
import { readTarget } from '../commands/runArguments';
import { formatCount } from '../format/formatNumbers';
import type { ShownRun } from '../runs/shownRun';
import { CheckpointLines } from '../views/checkpointLines';
import { isExperimentNode } from '../views/experimentNode';

/** A checkpoint and its run. */
export interface ChosenCheckpoint {
  readonly shown: ShownRun;
  readonly checkpoint: CheckpointFile;
}

/** How the user is asked for a checkpoint. */
export interface CheckpointQuestion {
  /** Of the choice of a run, and of one of its checkpoints. */
  readonly run: string;
  readonly checkpoint: (title: string) => string;
  /** Said where no run has a checkpoint. */
  readonly none: string;
}

/**
 * The checkpoint that a command is for: the one of a line of the tree, or of a run folder and a step; else the user
 * picks a run and one of its checkpoints, where there are several.
 * @returns undefined when the user gave up.
 * @throws Notice with a sentence where there is none.
 */
export async function chooseCheckpoint(
  choice: RunChoice,
  args: readonly unknown[],
  question: CheckpointQuestion,
): Promise<ChosenCheckpoint | undefined> {
  const shown = await chooseRun(choice, args, question);
  if (shown === undefined) return undefined;
  const files = listCheckpoints(shown.run.paths.checkpoints);
  const step = stepOf(args);
  if (step !== null) {
    const checkpoint = files.find((file) => file.step === step);
    if (checkpoint !== undefined) return { shown, checkpoint };
    throw new Notice(
      l10n.t(
        'The checkpoint of step {0} is no longer there: only the latest and the best are kept.',
        formatCount(step),
      ),
    );
  }
  const [only, ...others] = files;
  if (only === undefined) {
    throw new Notice(l10n.t('“{0}” has no checkpoint yet: wait for its first epoch.', shown.title));
  }
  const placeholder = question.checkpoint(shown.title);
  const checkpoint = others.length === 0 ? only : await pickCheckpoint(shown, placeholder);
  return checkpoint && { shown, checkpoint };
}

async function chooseRun(
  choice: RunChoice,
  args: readonly unknown[],
  question: CheckpointQuestion,
): Promise<ShownRun | undefined> {
  if (readTarget(args).kind !== 'ask') return chooseAnyRun(choice, args, question.run);
  const runs = choice.store.runs.filter(({ run }) => listCheckpoints(run.paths.checkpoints).length > 0);
  const [only, ...others] = runs;
  if (only === undefined) throw new Notice(question.none);
  return others.length === 0 ? only : pickRun(runs, question.run);
}

function stepOf([first, second]: readonly unknown[]): number | null {
  if (isExperimentNode(first) && first.kind === 'checkpoint') return first.checkpoint.step;
  return typeof second === 'number' ? second : null;
}

/** Lets the user pick a checkpoint of a run. */
export async function pickCheckpoint(
  { run }: ShownRun,
  placeHolder: string,
): Promise<CheckpointFile | undefined> {
  const lines = await new CheckpointLines().of(run);
  const latest = latestCheckpoint(run.paths.checkpoints)?.step;
  const items = lines.map(({ step, path, label, description, best }): QuickPickItem & CheckpointFile => ({
    ...{ step, path, label },
    description: step === latest ? [l10n.t('latest'), description].join(' · ') : description,
    iconPath: new ThemeIcon(best ? 'star-full' : 'circle-small-filled'),
  }));
  return window.showQuickPick(items, {
    placeHolder,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
}
