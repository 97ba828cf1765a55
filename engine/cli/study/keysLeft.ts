import type { StudyState } from '../../studies/studyState';

/** Keys of the runs that are not done. */
export function keysLeft({ tasks }: StudyState): string[] {
  return tasks.filter(({ state }) => state !== 'done').map(({ task }) => task.key);
}
