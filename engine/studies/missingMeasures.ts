import type { StudyMeasure } from './studySchema';
import type { StudyState } from './studyState';

/**
 * The measures that were found in no run although some are done: their paths lead nowhere. Before that, nothing can be told.
 */
export function missingMeasures({
  plan,
  tasks,
  values,
}: Pick<StudyState, 'plan' | 'tasks' | 'values'>): readonly StudyMeasure[] {
  if (tasks.every(({ state }) => state !== 'done')) return [];
  return plan.study.measures.filter(({ name }) => values.every(({ values: found }) => !(name in found)));
}
