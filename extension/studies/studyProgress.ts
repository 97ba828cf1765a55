import { studyRuns } from '../../engine/studies/studyRuns';
import type { StudyState } from '../../engine/studies/studyState';

/** How far a study is. */
export interface StudyProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** Of all runs, those under way by the steps they have taken; 0 to 1. */
  readonly share: number;
}

/** Counts the runs of a study. */
export function studyProgress(study: Pick<StudyState, 'tasks'>): StudyProgress {
  const runs = studyRuns(study);
  const count = (state: string) => runs.filter((run) => run.state === state).length;
  const taken = runs.map(({ state, progress }) => (state === 'done' ? 1 : 0.99 * progress));
  const total = runs.length;
  return {
    ...{ done: count('done'), failed: count('failed'), total },
    share: total === 0 ? 0 : taken.reduce((sum, share) => sum + share, 0) / total,
  };
}
