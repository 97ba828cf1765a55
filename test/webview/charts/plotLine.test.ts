import { describe, expect, it } from 'vitest';
import type { SeriesSpec } from '../../../webview/charts/chartSpec';
import { PlotLine } from '../../../webview/charts/plotLine';
import { seriesPart } from './series';

const spec: SeriesSpec = {
  key: 'loss',
  label: 'loss',
  color: 'loss',
  dash: [7, 3],
  marker: null,
  axis: 'left',
  smoothed: true,
};
const many = Array.from({ length: 500 }, (_, index) => index);

describe('a line', () => {
  it('has the raw points behind the smoothed ones', () => {
    const line = new PlotLine(spec);
    line.setPoints(seriesPart(0, [1, 2], [5, 4], [5, 4.5]), 'step', 0);
    expect(line.drawn).toEqual([
      { x: 1, y: 5 },
      { x: 2, y: 4.5 },
    ]);
    expect(line.drawnBehind).toEqual([
      { x: 1, y: 5 },
      { x: 2, y: 4 },
    ]);
    line.setPoints(seriesPart(0, [1, 2, 3], [5, 4, 3]), 'step', 2);
    expect(line.drawn.map(({ y }) => y)).toEqual([5, 4, 3]);
    expect(line.drawnBehind).toEqual([]);
    line.setPoints(seriesPart(0, [1, 2, 3], [5, 4, 3], [5, 4.5, 4]), 'step', 0);
    expect(line.drawn.map(({ y }) => y)).toEqual([5, 4.5, 4]);
  });

  it('takes over what changed and leaves the rest', () => {
    const line = new PlotLine(spec);
    line.setPoints(seriesPart(0, [1, 2, 3], [5, 4, 3]), 'epoch', 0);
    const [first] = line.drawn;
    line.setPoints(seriesPart(0, [1, 2, 4], [5, 4, 2]), 'epoch', 2);
    expect(line.drawn).toEqual([
      { x: 0.1, y: 5 },
      { x: 0.2, y: 4 },
      { x: 0.4, y: 2 },
    ]);
    expect(line.drawn[0]).toBe(first);
  });

  it('marks a few evaluations, and a point that is alone', () => {
    const evaluations = new PlotLine({ ...spec, marker: 'circle', smoothed: false });
    evaluations.setPoints(seriesPart(0, [1, 2], [0.1, 0.2]), 'step', 0);
    expect(evaluations.isMarked).toBe(true);
    evaluations.setPoints(seriesPart(0, many, many), 'step', 0);
    expect(evaluations.isMarked).toBe(false);
    const steps = new PlotLine(spec);
    steps.setPoints(seriesPart(0, [1], [5]), 'step', 0);
    expect(steps.isMarked).toBe(true);
    steps.setPoints(seriesPart(0, [1, 2], [5, 4]), 'step', 1);
    expect(steps.isMarked).toBe(false);
  });

  it('is dashed only while dashes can be seen', () => {
    const line = new PlotLine(spec);
    line.setPoints(seriesPart(0, many, many), 'step', 0);
    expect(line.main.borderDash).toEqual([7, 3]);
    line.setPoints(
      seriesPart(
        0,
        many,
        many.map((index) => index % 2),
      ),
      'step',
      0,
    );
    expect(line.main.borderDash).toEqual([]);
  });
});
