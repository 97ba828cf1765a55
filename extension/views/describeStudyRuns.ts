import { l10n } from 'vscode';
import type { ShownState } from '../../engine/runs/readRun';
import { isLive } from '../runs/runStates';
import type { ShownRun } from '../runs/shownRun';
import type { StudyRunsNode } from './experimentNode';
import type { StateIcon } from './runState';

/** The runs of a study in one line. */
export interface StudyRunsLine extends StateIcon {
  readonly label: string;
  readonly description: string;
}

/** Describes what a study has started: "projection-head · minutes", "15 runs, 1 training, 2 failed". */
export function describeStudyRuns(
  { name, size }: Pick<StudyRunsNode, 'name' | 'size'>,
  runs: readonly ShownRun[],
): StudyRunsLine {
  const count = (fits: (state: ShownState) => boolean) => runs.filter(({ run }) => fits(run.state)).length;
  const live = count(isLive);
  const failed = count((state) => state === 'failed');
  return {
    label: `${name} · ${size}`,
    description: [
      runs.length === 1 ? l10n.t('1 run') : l10n.t('{0} runs', runs.length),
      ...(live === 0 ? [] : [l10n.t('{0} training', live)]),
      ...(failed === 0 ? [] : [l10n.t('{0} failed', failed)]),
    ].join(', '),
    ...(live > 0 ? { icon: 'sync~spin', color: 'charts.blue' } : { icon: 'beaker', color: null }),
  };
}
