import { studyRuns } from './studyRuns';
import type { StudyState } from './studyState';
import type { StudyTask } from './studyTasks';

/** What is not done of a study, each run once. */
export function tasksLeft(study: Pick<StudyState, 'tasks'>): StudyTask[] {
  return studyRuns(study).flatMap(({ task, state }) => (state === 'done' ? [] : [task]));
}
