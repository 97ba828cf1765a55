import { commandIds } from '../ids';
import type { EvaluationPanels } from '../evaluationPanel/evaluationPanels';
import { chooseEvaluation } from '../evaluations/chooseEvaluation';
import { deleteEvaluations } from '../evaluations/deleteEvaluations';
import {
  cancelEvaluation,
  evaluateCheckpoint,
  type EvaluationParts,
} from '../evaluations/evaluateCheckpoint';
import type { Services } from '../services';
import { isTrusted } from '../start/workspaceTrust';
import { isExperimentNode, type EvaluationNode } from '../views/experimentNode';
import type { ExperimentsView } from '../views/experimentsView';
import type { RunChoice } from './chooseRuns';
import { revealPath } from './revealPath';

/** The commands that make evaluations and show them. */
export function evaluationCommands(
  { store }: Pick<Services, 'store'>,
  parts: EvaluationParts,
  panels: EvaluationPanels,
  view: ExperimentsView,
) {
  const choice = (): RunChoice => ({ store, selection: view.selection });
  return {
    /** Of a line of the tree, or of a run folder and a step. */
    [commandIds.evaluateCheckpoint]: async (...args: readonly unknown[]) => {
      if (isTrusted()) await evaluateCheckpoint(parts, choice(), args);
    },
    [commandIds.cancelEvaluation]: (node: unknown) => {
      const checkpoint =
        isExperimentNode(node) && node.kind === 'checkpoint' ? node.checkpoint.path : undefined;
      cancelEvaluation(parts.jobs, checkpoint);
    },
    /** Of a line of the tree, or the path of an evaluation. */
    [commandIds.openEvaluation]: async (...args: readonly unknown[]) => {
      const path = await chooseEvaluation(parts.files, choice(), args);
      if (path !== undefined) panels.open(path);
    },
    [commandIds.revealEvaluation]: async (node: unknown) => {
      if (isExperimentNode(node) && node.kind === 'evaluation') await revealPath(node.evaluation.path);
    },
    /** Of a line of the tree, with those that are selected beside it. */
    [commandIds.deleteEvaluation]: async (node: unknown, selected: unknown) => {
      const nodes: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [node];
      await deleteEvaluations(
        nodes.filter((each): each is EvaluationNode => isExperimentNode(each) && each.kind === 'evaluation'),
      );
      await parts.files.look();
    },
  };
}
