import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, l10n, type Command } from 'vscode';
import type { JobState } from '../evaluations/evaluationJobs';
import { jobText } from '../evaluations/jobText';
import { formatCount } from '../format/formatNumbers';
import { commandIds, editorTypes } from '../ids';
import { describeRun } from './describeRun';
import {
  nodeId,
  type BrokenNode,
  type CheckpointNode,
  type EvaluationNode,
  type PartNode,
  type RunNode,
  type StudyRunsNode,
} from './experimentNode';
import { describeStudyRuns } from './describeStudyRuns';
import { factsTooltip } from './factsTooltip';
import type { ShownRun } from '../runs/shownRun';

/** The line of a run, without its tooltip, which is made when it is looked at. */
export function runItem(node: RunNode, shown: ShownRun): TreeItem {
  const line = describeRun(shown);
  const item = new TreeItem(line.label, TreeItemCollapsibleState.Collapsed);
  item.id = nodeId(node);
  item.description = line.description;
  item.iconPath = new ThemeIcon(line.icon, line.color === null ? undefined : new ThemeColor(line.color));
  item.contextValue = line.contextValue;
  item.accessibilityInformation = { label: line.spoken };
  item.command = {
    command: commandIds.openRun,
    title: l10n.t('Open run'),
    arguments: [node.folder, { fromTree: true }],
  };
  return item;
}

/** The line of all runs that a study has started at a size. */
export function studyRunsItem(node: StudyRunsNode, runs: readonly ShownRun[]): TreeItem {
  const line = describeStudyRuns(node, runs);
  const item = new TreeItem(line.label, TreeItemCollapsibleState.Collapsed);
  item.id = nodeId(node);
  item.description = line.description;
  item.iconPath = new ThemeIcon(line.icon, line.color === null ? undefined : new ThemeColor(line.color));
  item.contextValue = 'simclr.studyRuns';
  item.accessibilityInformation = { label: `${line.label}, ${line.description}` };
  return item;
}

/** The line of a folder that cannot be read as a run. */
export function brokenItem(node: BrokenNode): TreeItem {
  const item = new TreeItem(node.id);
  item.id = nodeId(node);
  item.description = node.reason;
  item.iconPath = new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  item.contextValue = 'simclr.broken';
  item.tooltip = factsTooltip(node.id, [[l10n.t('Cannot be read'), node.reason]]);
  item.accessibilityInformation = { label: l10n.t('{0}, cannot be read: {1}', node.id, node.reason) };
  return item;
}

/** The line of a part of a run. `count`: checkpoints, or evaluations. */
export function partItem(node: PartNode, count: number): TreeItem {
  const { folder, kind } = node;
  const item = new TreeItem('');
  item.id = nodeId(node);
  item.contextValue = `simclr.${kind}`;
  switch (kind) {
    case 'configuration':
      item.label = l10n.t('Configuration');
      item.iconPath = new ThemeIcon('json');
      item.command = command(commandIds.openRunConfig, l10n.t('Open configuration'), folder);
      break;
    case 'checkpoints':
      item.label = l10n.t('Checkpoints ({0})', count);
      item.iconPath = new ThemeIcon('archive');
      item.collapsibleState = TreeItemCollapsibleState.Collapsed;
      break;
    case 'evaluations':
      item.label = l10n.t('Earlier evaluations ({0})', count);
      item.description = l10n.t('of checkpoints that are gone');
      item.iconPath = new ThemeIcon('beaker');
      item.collapsibleState = TreeItemCollapsibleState.Collapsed;
      break;
    case 'samples':
      item.label = l10n.t('Samples');
      item.description = l10n.t('first positive pairs');
      item.iconPath = new ThemeIcon('file-media');
      item.command = command(commandIds.openRunSamples, l10n.t('Open samples'), folder);
      break;
    case 'log':
      item.label = l10n.t('Log');
      item.iconPath = new ThemeIcon('output');
      item.command = command(commandIds.openRunLog, l10n.t('Show log'), folder);
      break;
  }
  return item;
}

/** The line of a checkpoint. `job`: the evaluation that is being made of it. */
export function checkpointItem(node: CheckpointNode, job: JobState | null): TreeItem {
  const { label, description, path, best } = node.checkpoint;
  const evaluated = node.evaluations.length > 0;
  const item = new TreeItem(
    label,
    evaluated ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None,
  );
  // A line that has been without lines beneath it would be folded once it has some, unless it is another line.
  item.id = evaluated ? `${nodeId(node)}:evaluated` : nodeId(node);
  item.description = job === null ? description : jobText(job);
  item.resourceUri = Uri.file(path);
  item.iconPath = checkpointIcon(best, job);
  item.contextValue = job === null ? 'simclr.checkpoint' : 'simclr.checkpoint.evaluating';
  item.tooltip = path;
  item.command = {
    ...{ command: 'vscode.openWith', title: l10n.t('Open checkpoint') },
    arguments: [item.resourceUri, editorTypes.checkpoint],
  };
  const spoken = job === null ? description : l10n.t('evaluation: {0}', jobText(job));
  item.accessibilityInformation = { label: `${label}, ${spoken}` };
  return item;
}

function checkpointIcon(best: boolean, job: JobState | null): ThemeIcon {
  if (job !== null) return new ThemeIcon(job.kind === 'waiting' ? 'watch' : 'loading~spin');
  return best
    ? new ThemeIcon('star-full', new ThemeColor('charts.yellow'))
    : new ThemeIcon('circle-small-filled');
}

/** The line of an evaluation; beneath a checkpoint that is gone it says of which step it was. */
export function evaluationItem(node: EvaluationNode, ofStep: boolean): TreeItem {
  const { label, step, description, path, facts } = node.evaluation;
  const title = ofStep ? l10n.t('Step {0}', formatCount(step)) : label;
  const item = new TreeItem(title);
  item.id = nodeId(node);
  item.description = description;
  item.iconPath = new ThemeIcon('beaker');
  item.contextValue = 'simclr.evaluation';
  item.tooltip = factsTooltip(l10n.t('Evaluation of step {0}', formatCount(step)), facts);
  item.accessibilityInformation = { label: `${title}, ${description}` };
  item.command = command(commandIds.openEvaluation, l10n.t('Open evaluation'), path);
  return item;
}

function command(id: string, title: string, argument: string): Command {
  return { command: id, title, arguments: [argument] };
}
