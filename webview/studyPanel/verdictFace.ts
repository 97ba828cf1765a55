import type { StudyView, Verdict } from '../../extension/studyPanel/messages';
import type { IconName } from '../components/iconNames.mjs';

/** The icon of a verdict; the same as in the tree of studies. */
export function verdictIcon(verdict: Verdict, { done }: StudyView['progress']): IconName {
  switch (verdict) {
    case 'holds':
      return 'pass';
    case 'doesNotHold':
      return 'circle-slash';
    case 'notEnoughSeeds':
      return 'question';
    case 'notRun':
      return done > 0 ? 'color-mode' : 'circle-outline';
  }
}
