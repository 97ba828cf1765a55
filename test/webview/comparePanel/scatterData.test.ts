import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../webview/comparePanel/columns';
import type { ComparedRow } from '../../../webview/comparePanel/comparedRow';
import { placeLabels } from '../../../webview/comparePanel/placeLabels';
import { categoryAxis, numberAxis } from '../../../webview/comparePanel/scatterAxis';
import { defaultAxes, scatterData } from '../../../webview/comparePanel/scatterData';
import { comparedRow, metricSummary } from './comparedRows';

const linear = { logX: false, logY: false };
const rows = [
  comparedRow(
    'a',
    { loss: { temperature: 0.1 }, encoder: { architecture: 'resnet8' } },
    { summaries: { 'probe.h': metricSummary(0.5, 0.5) } },
  ),
  comparedRow(
    'b',
    { loss: { temperature: 1 }, encoder: { architecture: 'resnet18' } },
    { summaries: { 'probe.h': metricSummary(0.6, 0.7) } },
  ),
  comparedRow('c', { loss: { temperature: 0.5 }, seed: 4 }),
];

function plotted(x: string | null, y: string, of: readonly ComparedRow[] = rows, logs = linear) {
  const columns = columnsOf(of, 'step');
  const named = (id: string | null) => columns.find((column) => column.id === id) ?? null;
  return scatterData(of, named(x), named(y), logs);
}

describe('the data of the scatter plot', () => {
  it('are the runs that have both values, and how many have not', () => {
    const { points, note, problem } = plotted('loss.temperature', 'probe.h.best');
    expect(points.map(({ x, y, xText, yText }) => [x, y, xText, yText])).toEqual([
      [0.1, 0.5, '0.1', '50.0 %'],
      [1, 0.7, '1', '70.0 %'],
    ]);
    expect(note).toBe('1 run has no value yet.');
    expect(problem).toBeNull();
  });

  it('stand at places in a row where x is words', () => {
    const { points, categories } = plotted('encoder.architecture', 'probe.h.best');
    expect(categories).toEqual(['resnet8', 'resnet18']);
    expect(points.map(({ x }) => x)).toEqual([0, 1]);
  });

  it('say why there is nothing to see', () => {
    expect(plotted('batchSize', 'probe.h.best').problem).toBe(
      'Both runs have batchSize 256: choose an x that differs.',
    );
    expect(plotted('batchSize', 'probe.h.best', []).problem).toMatch(/^No runs to show/);
    expect(plotted('batchSize', 'loss.best').problem).toMatch(/^No metric has values yet/);
    expect(plotted('seed', 'probe.h.best', rows.slice(2)).problem).toMatch(/^No metric has values yet/);
    const apart = [rows[0], rows[2]].filter((row) => row !== undefined);
    const final = { linearH: null, linearZ: null, knnH: null, knnZ: null };
    const mixed = apart.map((row, index) =>
      index === 0 || row.run === null
        ? row
        : { ...row, run: { ...row.run, final: { ...final, linearH: 0.4 } } },
    );
    expect(plotted('final.linearH', 'probe.h.best', mixed).problem).toBe(
      'None of these runs has a value of “At the end, linear h” yet: choose another.',
    );
  });

  it('leave out what has no place on a logarithmic axis', () => {
    const zero = comparedRow(
      'zero',
      { optimizer: { weightDecay: 0 } },
      { summaries: { loss: metricSummary(4, 4) } },
    );
    const some = comparedRow(
      'some',
      { optimizer: { weightDecay: 0.1 } },
      { summaries: { loss: metricSummary(4, 4) } },
    );
    const { points, note } = plotted('optimizer.weightDecay', 'loss.best', [zero, some], {
      logX: true,
      logY: false,
    });
    expect(points.map(({ x }) => x)).toEqual([0.1]);
    expect(note).toBe('1 run is left out: not above zero.');
  });

  it('are by themselves those of the field that was varied most', () => {
    const { x, y } = defaultAxes(columnsOf(rows, 'step'), rows);
    expect([x?.id, y?.id]).toEqual(['loss.temperature', 'probe.h.best']);
  });
});

describe('the axes of the scatter plot', () => {
  it('have their ticks where their values are', () => {
    const axis = numberAxis([0, 10], 'plain', false, 5);
    expect(axis.ticks.map(({ label }) => label)).toEqual(['0', '2', '4', '6', '8', '10']);
    for (const { at, label } of axis.ticks) expect(axis.placeOf(Number(label))).toBeCloseTo(at);
    expect(axis.placeOf(5)).toBeCloseTo(0.5);
  });

  it('put powers of ten at equal distances on a logarithmic one', () => {
    const { placeOf } = numberAxis([0.001, 10], 'plain', true, 5);
    expect(placeOf(0.1) - placeOf(0.01)).toBeCloseTo(placeOf(10) - placeOf(1));
  });

  it('give each name the middle of its share', () => {
    expect(categoryAxis(['a', 'b']).ticks).toEqual([
      { at: 0.25, label: 'a' },
      { at: 0.75, label: 'b' },
    ]);
  });
});

describe('labels of points', () => {
  it('go to another side rather than over one another, or away', () => {
    const at = (x: number, y: number) => ({ x, y, text: 'a name' });
    const [first, second] = placeLabels([at(100, 50), at(100, 60)], 400);
    expect(first?.left).toBeGreaterThan(100);
    expect(second?.left).toBeLessThan(60);
    const crowd = placeLabels(
      Array.from({ length: 12 }, () => at(100, 50)),
      400,
    );
    expect(crowd.filter((place) => place === null).length).toBeGreaterThan(0);
  });

  it('stay within the plot', () => {
    const [place] = placeLabels([{ x: 390, y: 50, text: 'a long name of a run' }], 400);
    expect(place?.left).toBeLessThan(300);
  });
});
