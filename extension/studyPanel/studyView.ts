import { hostname } from 'node:os';
import { l10n, workspace } from 'vscode';
import { isLayer } from '../../engine/config/mergeConfig';
import type { LockOwner } from '../../engine/runs/runLock';
import { decision, describeDifference } from '../../engine/studies/describeVerdict';
import { studySizes, type Study } from '../../engine/studies/studySchema';
import type { StudyPlan } from '../../engine/studies/studyPlan';
import type { StudyState } from '../../engine/studies/studyState';
import { sizeOf } from '../../engine/studies/studyAt';
import type { RuleResult } from '../../engine/studies/verdict';
import { studyCost } from '../studies/studyCost';
import { studyProgress } from '../studies/studyProgress';
import { verdictWord } from '../studies/studyWords';
import { axisViews } from './axisViews';
import { cellViews } from './cellViews';
import type { CostOutlook, RuleView, StudyView } from './messages';

/** What the page is told beside how the study stands. */
export interface StudyPlace {
  /** The study as it is written down now; null where it is not. */
  readonly written: Study | null;
  readonly hasFile: boolean;
  readonly started: boolean;
  readonly runner: LockOwner | null;
  readonly trusted: boolean;
  readonly outlook: CostOutlook | null;
}

/** A study in words and numbers, for its page. */
export function studyView(state: StudyState, place: StudyPlace): StudyView {
  const { plan, verdict, figures } = state;
  const { study, size, seeds } = plan;
  const { runner, written, started, trusted, hasFile, outlook } = place;
  const progress = studyProgress(state);
  const spec = sizeOf(study, size);
  return {
    ...{ name: study.name, title: study.title, claim: study.claim, source: study.source },
    ...{ size, about: spec.about, trusted, hasFile, outlook },
    ...{ seeds, progress, figures },
    otherSizes: studySizes.filter((each) => each !== size && (written ?? study).sizes[each] !== undefined),
    phase: runner !== null ? 'running' : started ? 'idle' : 'new',
    elsewhere:
      runner === null || runner.host === hostname()
        ? null
        : l10n.t('process {0} on {1}', runner.pid, runner.host),
    changed: written !== null && JSON.stringify(written) !== JSON.stringify(study),
    images: imagesOf(state),
    ...{ verdict: verdict.verdict, verdictWord: verdictWord(verdict.verdict, progress) },
    rules: verdict.rules.map((rule) => ruleView(rule, progress)),
    decision,
    ...studyCost(state),
    axes: axisViews(state),
    ...cellViews(state),
    paper: study.paper?.about ?? null,
  };
}

/** How a study would be started at a size, where it never was. */
export function firstPlan(study: Study, size: StudyPlan['size'], baseFolder: string): StudyPlan {
  const { seeds } = sizeOf(study, size);
  return { study, size, changes: {}, baseFolder, seeds, target: null, startedAt: '' };
}

function ruleView(result: RuleResult, progress: StudyView['progress']): RuleView {
  const { rule, verdict, difference, uncertainty } = result;
  return {
    text: rule.text,
    verdict,
    word: verdictWord(verdict, progress),
    difference:
      difference === null ? '' : describeDifference(difference.mean + rule.by, uncertainty).replace('-', '−'),
    seeds: difference?.count ?? 0,
    margin: rule.by,
  };
}

function imagesOf({ plan, tasks }: StudyState): string {
  const { data } = plan.changes;
  const chosen = isLayer(data) ? data['source'] : undefined;
  const source = typeof chosen === 'string' ? chosen : (tasks[0]?.task.config.data.source ?? 'builtin');
  return source === 'builtin' ? l10n.t('built-in images') : workspace.asRelativePath(source);
}
