import { formatPlural } from '../format/formatNumbers';
import type { StudyState } from './studyState';
import type { TaskStatus } from './taskState';

/** The runs of a study, each once: cells of the same configuration share theirs, and its label says how many do. */
export function studyRuns({ tasks }: Pick<StudyState, 'tasks'>): TaskStatus[] {
  const byKey = new Map<string, TaskStatus[]>();
  for (const status of tasks) {
    const { key } = status.task;
    byKey.set(key, [...(byKey.get(key) ?? []), status]);
  }
  return [...byKey.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? [];
    const label = formatPlural(1 + others.length, 'combination');
    return { ...first, task: { ...first.task, label } };
  });
}
