import { describe, expect, test } from 'vitest';
import { studyFigure } from '../../../engine/studies/studyFigure';
import { parseStudy } from '../../../engine/studies/studyFile';
import { studyCells } from '../../../engine/studies/studyGrid';
import type { StudyFigureSpec, StudyInput } from '../../../engine/studies/studySchema';
import type { CellValues } from '../../../engine/studies/studyValues';
import { smallStudyInput } from './smallStudy';

/** Accuracies of none · 8, linear · 8, linear · 16, for each of two seeds; the last run is missing. */
const accuracies = [
  [50, 52, 60],
  [54, 58, null],
];

function figureOf(figure: StudyInput['figures'][number], study: Partial<StudyInput> = {}) {
  const parsed = parseStudy({ ...smallStudyInput, ...study, figures: [figure] }, 'small');
  const cells = studyCells(parsed, null);
  const runs: CellValues[] = accuracies.flatMap((values, seed) =>
    cells.map((cell, index) => {
      const accuracy = values[index] ?? null;
      return { cell, seed, values: accuracy === null ? {} : { accuracy, rotation: accuracy / 2 } };
    }),
  );
  return studyFigure(parsed, parsed.figures[0] as StudyFigureSpec, cells, runs);
}

const numbers = (figure: ReturnType<typeof figureOf>) =>
  figure.series.map(({ name, points }) => [name, ...points.map(({ ours }) => ours?.mean ?? null)]);

describe('a figure of a study', () => {
  test('has means over seeds with their spread, and the paper’s numbers', () => {
    const figure = figureOf({
      title: 'Accuracy',
      type: 'lines',
      measures: ['accuracy'],
      x: 'size',
      series: 'head',
    });
    expect(figure).toMatchObject({
      xLabel: 'Size of z',
      seriesLabel: 'Projection head',
      valueLabel: 'Accuracy',
      unit: 'percent',
    });
    expect(figure.x).toEqual([
      { name: '8', value: 8, unit: 'percent' },
      { name: '16', value: 16, unit: 'percent' },
    ]);
    // "none" goes with the size 8 alone.
    expect(numbers(figure)).toEqual([
      ['none', 52, null],
      ['linear', 55, 60],
    ]);
    const [none, linear] = figure.series;
    expect(none?.points[0]?.ours?.deviation).toBeCloseTo(Math.sqrt(8));
    expect(linear?.points[1]?.ours).toEqual({ mean: 60, deviation: null, count: 1 });
    expect(linear?.points.map(({ paper }) => paper)).toEqual([60, null]);
    expect(linear?.points[0]?.cells).toEqual([{ head: 'linear', size: '8' }]);
  });

  test('has the mean, or the largest, along axes that it does not show', () => {
    const base = { title: 'x', type: 'bars', measures: ['accuracy'], x: 'head' } as const;
    // Of the second seed a run of "linear" is missing.
    expect(numbers(figureOf(base))).toEqual([['', 52, 56]]);
    expect(numbers(figureOf({ ...base, over: 'largest' }))).toEqual([['', 52, 60]]);
    expect(numbers(figureOf({ ...base, at: { size: '8' } }))).toEqual([['', 52, 55]]);
  });

  test('can have measures along x', () => {
    const figure = figureOf({
      title: 'x',
      type: 'table',
      measures: ['accuracy', 'rotation'],
      x: 'measures',
      series: 'head',
      at: { size: '8' },
    });
    expect(figure.x.map(({ name }) => name)).toEqual(['Accuracy', 'Rotation']);
    expect(numbers(figure)).toEqual([
      ['none', 52, 26],
      ['linear', 55, 27.5],
    ]);
  });

  test('has averages of the rows of a heat map, once they are whole', () => {
    const figure = figureOf({
      title: 'x',
      type: 'heatmap',
      measures: ['accuracy'],
      x: 'size',
      series: 'head',
      averages: true,
    });
    expect(figure.averages?.map(({ ours }) => ours?.mean ?? null)).toEqual([null, 57.5]);
  });
});
