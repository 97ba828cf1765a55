import { l10n } from 'vscode';
import type { KnownStudy } from '../studies/knownStudy';
import type { StartedStudy } from '../studies/startedStudy';
import { studyCost } from '../studies/studyCost';
import { studyProgress, type StudyProgress } from '../studies/studyProgress';
import { progressText, verdictWord } from '../studies/studyWords';
import { formatEstimate } from '../format/formatDuration';
import { formatProgress } from '../format/formatNumbers';
import type { StateIcon } from './runState';

/** A study, or one of its sizes, as a line of the tree. */
export interface StudyLine extends StateIcon {
  readonly label: string;
  /** What stands behind the label, less bright. */
  readonly description: string;
  /** The whole line for a screen reader, which does not see the icon. */
  readonly spoken: string;
  /** For `when` clauses of menus: `simclr.study.<origin>` with `.running`, `.started` or `.new` behind it. */
  readonly contextValue: string;
}

/** Describes a study by what came of it at the size that is being run, or was started last. */
export function describeStudy(known: KnownStudy, started: readonly StartedStudy[]): StudyLine {
  const { title, origin, problem } = known;
  const context = `simclr.study.${origin}`;
  if (problem !== null) {
    const description = l10n.t('cannot be run');
    return {
      ...{ label: title, description, icon: 'error', color: 'list.errorForeground' },
      ...{ spoken: `${title}, ${description}`, contextValue: `${context}.wrong` },
    };
  }
  const shown =
    started.find(({ runner }) => runner !== null) ??
    started.toSorted((a, b) => b.plan.startedAt.localeCompare(a.plan.startedAt))[0];
  if (shown === undefined) {
    const description = l10n.t('not run');
    return {
      ...{ label: title, description, icon: 'circle-outline', color: null },
      ...{ spoken: `${title}, ${description}`, contextValue: `${context}.new` },
    };
  }
  const line = describeSize(shown);
  const description = started.length > 1 ? `${line.description} · ${shown.plan.size}` : line.description;
  const spoken = `${title}, ${description}`;
  const way = shown.runner === null ? 'started' : 'running';
  return { ...line, label: title, description, spoken, contextValue: `${context}.${way}` };
}

/** Describes what came of a study at a size. */
export function describeSize({ plan, runner, standing }: StartedStudy): StudyLine {
  const { size } = plan;
  const contextValue = `simclr.studySize.${runner === null ? 'idle' : 'running'}`;
  if (standing.state === null) {
    const description = l10n.t('cannot be read');
    return {
      ...{ label: size, description, icon: 'error', color: 'list.errorForeground' },
      ...{ spoken: `${size}, ${description}`, contextValue },
    };
  }
  const progress = studyProgress(standing.state);
  const { left } = studyCost(standing.state);
  const verdict = standing.state.verdict.verdict;
  const description = [
    // Until it is decided, how far it is says more.
    ...(runner !== null && verdict === 'notRun' ? [] : [verdictWord(verdict, progress)]),
    progressText(progress),
    ...(runner === null ? [] : [formatProgress(progress.share)]),
    ...(runner === null || left === null ? [] : [l10n.t('{0} left', formatEstimate(left))]),
  ].join(' · ');
  const spoken = runner === null ? `${size}, ${description}` : l10n.t('{0}, running, {1}', size, description);
  return { ...iconOf(verdict, progress, runner !== null), label: size, description, spoken, contextValue };
}

function iconOf(
  verdict: NonNullable<StartedStudy['standing']['state']>['verdict']['verdict'],
  { done, failed }: StudyProgress,
  running: boolean,
): StateIcon {
  if (running) return { icon: 'sync~spin', color: 'charts.blue' };
  switch (verdict) {
    case 'holds':
      return { icon: 'pass', color: 'charts.green' };
    case 'doesNotHold':
      return { icon: 'circle-slash', color: 'charts.orange' };
    case 'notEnoughSeeds':
      return { icon: 'question', color: 'charts.yellow' };
    case 'notRun':
      if (failed > 0) return { icon: 'warning', color: 'list.warningForeground' };
      return { icon: done > 0 ? 'color-mode' : 'circle-outline', color: null };
  }
}
