import { l10n } from 'vscode';
import type { StudyState } from '../../engine/studies/studyState';
import type { Verdict } from '../../engine/studies/verdict';
import type { StudyProgress } from './studyProgress';

/** A verdict as within a sentence. */
export function verdictWord(verdict: Verdict, { done }: Pick<StudyProgress, 'done'>): string {
  switch (verdict) {
    case 'holds':
      return l10n.t('holds');
    case 'doesNotHold':
      return l10n.t('does not hold');
    case 'notEnoughSeeds':
      return l10n.t('not enough seeds');
    case 'notRun':
      return done === 0 ? l10n.t('not run') : l10n.t('not all run');
  }
}

/** "12 of 15 runs", with those that failed. */
export function progressText({ done, failed, total }: StudyProgress): string {
  const count = total === 1 ? l10n.t('{0} of 1 run', done) : l10n.t('{0} of {1} runs', done, total);
  return failed === 0 ? count : l10n.t('{0}, {1} failed', count, failed);
}

/** A study's title with its size: "Projection head · minutes". */
export function studyTitle({ plan }: Pick<StudyState, 'plan'>): string {
  return `${plan.study.title} · ${plan.size}`;
}
