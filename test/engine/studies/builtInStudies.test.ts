import { describe, expect, test } from 'vitest';
import { builtInStudies } from '../../../engine/studies/builtInStudies';
import { studyCells } from '../../../engine/studies/studyGrid';
import type { StudySize } from '../../../engine/studies/studySchema';
import { studyFigure } from '../../../engine/studies/studyFigure';
import { studyAt } from '../../../engine/studies/studyAt';
import { studyTasks } from '../../../engine/studies/studyTasks';
import { judgeStudy } from '../../../engine/studies/verdict';

const sized = builtInStudies().flatMap((study) =>
  (Object.keys(study.sizes) as StudySize[]).map((size) => ({
    name: study.name,
    size,
    study: studyAt(study, size),
  })),
);

describe.each(sized)('the study $name at size $size', ({ study, size }) => {
  const spec = study.sizes[size];
  const tasks = studyTasks(study, { size, changes: {}, baseFolder: '/data' });
  const cells = studyCells(study, spec ?? null);
  /** Every run with a number for every measure. */
  const runs = tasks.map(({ cell, seed }) => ({
    cell,
    seed,
    values: Object.fromEntries(study.measures.map(({ name }, at) => [name, 10 * (at + 1) + seed])),
  }));

  test('has runs of which none is refused, one for each cell and seed', () => {
    expect(tasks).toHaveLength(cells.length * (spec?.seeds ?? 0));
    expect(cells.length).toBeGreaterThan(0);
  });

  test('has figures without holes, and numbers of the paper where there are some', () => {
    const figures = study.figures.map((figure) => studyFigure(study, figure, cells, runs));
    for (const { series, x, type } of figures) {
      expect(x.length).toBeGreaterThan(0);
      const points = series.flatMap((row) => row.points);
      // Some combinations are left out on purpose, never a whole row or column.
      if (type !== 'heatmap') expect(points.every(({ ours }) => ours === null)).toBe(false);
      for (const row of series) expect(row.points.some(({ ours }) => ours !== null)).toBe(true);
    }
    if (study.paper !== null && size === 'paper') expect(figures.some(({ hasPaper }) => hasPaper)).toBe(true);
  });

  test('has rules that can be decided once all runs are done', () => {
    for (const { rule, difference } of judgeStudy(study, cells, runs).rules) {
      expect(difference?.count, rule.text).toBe(spec?.seeds);
    }
  });
});

test('every claim of the paper that a study can test has one, and names are unique', () => {
  const names = builtInStudies().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(16);
});
