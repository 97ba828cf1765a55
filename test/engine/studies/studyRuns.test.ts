import { describe, expect, it } from 'vitest';
import { findStudy } from '../../../engine/studies/findStudy';
import { studyRuns } from '../../../engine/studies/studyRuns';
import { studyState } from '../../../engine/studies/studyState';
import { tasksLeft } from '../../../engine/studies/tasksLeft';
import { studyProgress } from '../../../extension/studies/studyProgress';

function newStudy(name: string) {
  const study = findStudy(name);
  const startedAt = '2026-01-01T00:00:00.000Z';
  const plan = { study, startedAt, size: 'minutes', changes: {}, baseFolder: '/', target: null } as const;
  return studyState({ ...plan, seeds: 2 }, new Map());
}

describe('the runs of a study', () => {
  it('are counted once where cells are parts of one and the same run', () => {
    const state = newStudy('semi-supervised');
    expect(state.tasks).toHaveLength(8);
    expect(studyRuns(state).map(({ task }) => [task.label, task.seed])).toEqual([
      ['4 combinations', 0],
      ['4 combinations', 1],
    ]);
    expect(tasksLeft(state)).toHaveLength(2);
    expect(studyProgress(state)).toMatchObject({ done: 0, total: 2 });
  });

  it('are one for each cell where each has a configuration of its own', () => {
    const labels = studyRuns(newStudy('color-shortcut')).map(({ task }) => task.label);
    expect(labels).toEqual(['crop', 'crop and colour', 'crop', 'crop and colour']);
  });
});
