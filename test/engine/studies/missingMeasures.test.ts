import { expect, test } from 'vitest';
import { missingMeasures } from '../../../engine/studies/missingMeasures';
import type { StudyState } from '../../../engine/studies/studyState';
import { studyTasks } from '../../../engine/studies/studyTasks';
import { taskStatus } from '../../../engine/studies/taskState';
import { smallPlan } from '../executors/smallPlan';

test('measures that no run has are named once one is done, and not before', () => {
  const [first, ...others] = studyTasks(smallPlan.study, smallPlan).map((task) => taskStatus(task, null));
  if (first === undefined) throw new Error('The study has no runs.');
  const { cell, seed } = first.task;
  const missing = (state: 'done' | 'running', found: Record<string, number>) => {
    const tasks: StudyState['tasks'] = [{ ...first, state }, ...others];
    const values = [{ cell, seed, values: found }];
    return missingMeasures({ plan: smallPlan, tasks, values }).map(({ path }) => path);
  };
  expect(missing('running', {})).toEqual([]);
  expect(missing('done', { accuracy: 50, rotation: 70 })).toEqual(['rank.h']);
  expect(missing('done', { accuracy: 50, rank: 3, rotation: 70 })).toEqual([]);
});
