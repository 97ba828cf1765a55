import { l10n, window } from 'vscode';
import { removePath } from '../commands/removePath';
import { formatCount } from '../format/formatNumbers';
import type { EvaluationNode } from '../views/experimentNode';

/** Asks, and moves evaluations to the trash. */
export async function deleteEvaluations(nodes: readonly EvaluationNode[]): Promise<void> {
  const [first] = nodes;
  if (first === undefined) return;
  const question =
    nodes.length === 1
      ? l10n.t('Delete this evaluation of step {0}?', formatCount(first.evaluation.step))
      : l10n.t('Delete {0} evaluations?', nodes.length);
  const detail = l10n.t(
    '{0}\n\nIt can be made again while the checkpoint is there.',
    first.evaluation.description,
  );
  const remove = l10n.t('Delete');
  if ((await window.showWarningMessage(question, { modal: true, detail }, remove)) !== remove) return;
  for (const { evaluation } of nodes) await removePath(evaluation.path);
}
