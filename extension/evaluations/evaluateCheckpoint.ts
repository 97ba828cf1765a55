import { CancellationError, commands, l10n, ProgressLocation, window } from 'vscode';
import { Notice } from '../commands/notice';
import type { RunChoice } from '../commands/chooseRuns';
import type { DatasetList } from '../datasets/datasetList';
import { formatCount } from '../format/formatNumbers';
import { commandIds } from '../ids';
import { askDetails } from './askDetails';
import { askProtocols } from './askProtocols';
import { chooseCheckpoint } from './chooseCheckpoint';
import { evaluationFinding } from './evaluationFinding';
import type { EvaluationFiles } from './evaluationFiles';
import type { EvaluationJobs } from './evaluationJobs';
import { evaluationOrder } from './evaluationOrder';
import { jobText } from './jobText';
import { readEvaluation } from './readEvaluation';

/** What making an evaluation needs. */
export interface EvaluationParts {
  readonly jobs: EvaluationJobs;
  readonly files: EvaluationFiles;
  /** Images that an encoder can be transferred to. */
  readonly datasets: DatasetList;
}

/**
 * Evaluates the checkpoint that is meant, as the user chooses, with progress that can be cancelled, and tells what was
 * found. Does nothing when the user gives up.
 * @param args as `chooseCheckpoint` takes them.
 * @throws Error with a sentence for the user when it fails.
 */
export async function evaluateCheckpoint(
  { jobs, files, datasets }: EvaluationParts,
  choice: RunChoice,
  args: readonly unknown[],
): Promise<void> {
  const chosen = await chooseCheckpoint(choice, args, {
    run: l10n.t('Run to evaluate'),
    checkpoint: (title) => l10n.t('Checkpoint of “{0}” to evaluate', title),
    none: l10n.t('No run has a checkpoint yet that could be evaluated: start a SimCLR run first.'),
  });
  if (chosen === undefined) return;
  const { shown, checkpoint } = chosen;
  const { config } = shown.run.record;
  const name = l10n.t('{0}, step {1}', shown.title, formatCount(checkpoint.step));
  const title = l10n.t('Evaluate {0}', name);
  const names = await askProtocols(shown, title, choice.store.runs);
  if (names === undefined) return;
  const details = await askDetails(names, shown, title, datasets);
  if (details === undefined) return;
  const job = {
    ...{ folder: shown.run.paths.folder, checkpoint: checkpoint.path },
    ...{ request: evaluationOrder(config, names, details), device: config.device },
  };
  const path = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Evaluating {0}', name), cancellable: true },
    async (progress, token) => {
      try {
        return await jobs.run(job, token, (state) => progress.report({ message: jobText(state) }));
      } catch (error) {
        if (error instanceof CancellationError) return null;
        throw error;
      }
    },
  );
  if (path === null) return;
  await files.look();
  // It stays until it is answered, and what was made is there by then.
  void announce(name, path);
}

async function announce(name: string, path: string): Promise<void> {
  const record = await readEvaluation(path);
  const finding = record === null ? '' : evaluationFinding(record);
  const open = l10n.t('Open');
  const message = finding === '' ? l10n.t('{0} is evaluated.', name) : `${name}: ${finding}`;
  if ((await window.showInformationMessage(message, open)) === open) {
    await commands.executeCommand(commandIds.openEvaluation, path);
  }
}

/** Cancels the evaluation of the checkpoint of a line, or all where there is none. */
export function cancelEvaluation(jobs: EvaluationJobs, checkpoint: string | undefined): void {
  if (jobs.all.length === 0) throw new Notice(l10n.t('Nothing is being evaluated.'));
  jobs.cancel(checkpoint);
}
