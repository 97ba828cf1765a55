import { l10n, window, type QuickPickItem } from 'vscode';
import { chooseAnyRun, pickRun, type RunChoice } from '../commands/chooseRuns';
import { Notice } from '../commands/notice';
import { readTarget } from '../commands/runArguments';
import { formatCount } from '../format/formatNumbers';
import type { ShownRun } from '../runs/shownRun';
import { isExperimentNode } from '../views/experimentNode';
import type { EvaluationFiles } from './evaluationFiles';
import type { EvaluationLine } from './evaluationLine';

/**
 * The path of the evaluation that a command is for: a path, a line of the tree, or what the user picks of a run's.
 * @returns undefined when the user gave up.
 * @throws Notice with a sentence where there is none.
 */
export async function chooseEvaluation(
  files: EvaluationFiles,
  choice: RunChoice,
  args: readonly unknown[],
): Promise<string | undefined> {
  const [first] = args;
  if (typeof first === 'string' && first.endsWith('.json')) return first;
  if (isExperimentNode(first) && first.kind === 'evaluation') return first.evaluation.path;
  const shown = await chooseRun(files, choice, args);
  if (shown === undefined) return undefined;
  const lines = await files.of(shown.run.paths.folder);
  const [only, ...others] = lines;
  if (only === undefined) {
    throw new Notice(
      l10n.t('“{0}” has not been evaluated yet: evaluate one of its checkpoints.', shown.title),
    );
  }
  return others.length === 0 ? only.path : (await pickEvaluation(lines, shown.title))?.path;
}

async function chooseRun(
  files: EvaluationFiles,
  choice: RunChoice,
  args: readonly unknown[],
): Promise<ShownRun | undefined> {
  const placeholder = l10n.t('Run whose evaluation to open');
  if (readTarget(args).kind !== 'ask') return chooseAnyRun(choice, args, placeholder);
  const runs: ShownRun[] = [];
  for (const shown of choice.store.runs) {
    if ((await files.of(shown.run.paths.folder)).length > 0) runs.push(shown);
  }
  const [only, ...others] = runs;
  if (only === undefined) throw new Notice(l10n.t('No run has been evaluated yet: evaluate a checkpoint.'));
  return others.length === 0 ? only : pickRun(runs, placeholder);
}

async function pickEvaluation(
  lines: readonly EvaluationLine[],
  title: string,
): Promise<EvaluationLine | undefined> {
  const items = lines.map((line): QuickPickItem & { readonly line: EvaluationLine } => ({
    ...{ label: l10n.t('Step {0}', formatCount(line.step)), description: line.description, line },
  }));
  const placeHolder = l10n.t('Evaluation of “{0}” to open', title);
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.line;
}
