import type { StudyState } from './studyState';
import type { StudyTask } from './studyTasks';

/** What is not done of a study, each run once: cells may have the same configuration. */
export function tasksLeft({ tasks }: Pick<StudyState, 'tasks'>): StudyTask[] {
  const left = new Map(
    tasks.flatMap(({ task, state }) => (state === 'done' ? [] : [[task.key, task] as const])),
  );
  return [...left.values()];
}
