import { describe, expect, it } from 'vitest';
import { cellText, columnsOf, columnTitle } from '../../../webview/comparePanel/columns';
import { newRow, type ComparedRow } from '../../../webview/comparePanel/comparedRow';
import { comparedRow, metricSummary } from './comparedRows';

const shownIds = (rows: readonly ComparedRow[]) =>
  columnsOf(rows, 'step')
    .filter(({ extra }) => !extra)
    .map(({ id }) => id);

describe('the columns of a comparison', () => {
  it('are those fields in which some run differs, in the order of the schema', () => {
    const rows = [
      comparedRow('a', { batchSize: 128, loss: { temperature: 0.1 } }),
      comparedRow('b', { batchSize: 256, loss: { temperature: 0.1 } }),
      comparedRow('c', { batchSize: 128, loss: { temperature: 0.5 } }),
    ];
    expect(shownIds(rows)).toEqual(['state', 'steps', 'time', 'loss.temperature', 'batchSize']);
  });

  it('have the other fields too, for when all are shown, but not the name', () => {
    const ids = columnsOf([comparedRow('a', { name: 'a' }), comparedRow('b', { name: 'b' })], 'step').map(
      ({ id }) => id,
    );
    expect(ids).toContain('optimizer.learningRate');
    expect(ids).toContain('augment.color.hue');
    expect(ids).not.toContain('name');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tell single parameters of transformations apart, and what only one run has', () => {
    const color = (hue: number) => ({ type: 'color' as const, hue });
    const rows = [
      comparedRow('a', { augment: { transforms: [{ type: 'crop' }, color(0.1)] } }),
      comparedRow('b', { augment: { transforms: [{ type: 'crop' }, color(0.2), { type: 'blur' }] } }),
    ];
    const columns = columnsOf(rows, 'step').filter(({ kind, extra }) => kind === 'field' && !extra);
    expect(columns.map(({ id }) => id)).toEqual([
      'augment.transforms',
      'augment.color.hue',
      'augment.blur.p',
      'augment.blur.sigma',
      'augment.blur.kernel',
    ]);
    expect(columns.map(({ valueOf }) => rows.map(valueOf))).toEqual([
      ['crop, color', 'crop, color, blur'],
      [0.1, 0.2],
      [null, 0.5],
      [null, '[0.1,2]'],
      [null, 0.1],
    ]);
  });

  it('have last and best of each metric that was logged, with the place of the best on the x axis', () => {
    const row = comparedRow(
      'a',
      {},
      { summaries: { loss: metricSummary(4.5, 4.25), learningRate: metricSummary(0, 0) } },
    );
    const values = (axis: 'step' | 'epoch' | 'time') =>
      columnsOf([row], axis)
        .filter(({ kind }) => kind === 'metric')
        .map((column) => [column.id, columnTitle(column), cellText(column, column.valueOf(row))]);
    expect(values('step').slice(0, 3)).toEqual([
      ['loss.last', 'Loss, last', '4.500'],
      ['loss.best', 'Loss, best', '4.250'],
      ['loss.best.step', 'Loss, best at step', '70'],
    ]);
    expect(values('epoch')[2]).toEqual(['loss.best.epoch', 'Loss, best at epoch', '7']);
    expect(values('time')[2]).toEqual(['loss.best.time', 'Loss, best after', '35 s']);
    // Neither more nor less of it is better.
    expect(values('step').slice(3)).toEqual([['learningRate.last', 'Learning rate, last', '0']]);
  });

  it('have the results at the end and of the latest evaluation where a run has them', () => {
    const final = { linearH: 0.612, linearZ: 0.5, knnH: null, knnZ: null };
    const evaluation = { step: 90, linearH: 0.63, linearZ: null, knnH: null, knnZ: null };
    const rows = [comparedRow('a', {}, {}, { final }), comparedRow('b', {}, {}, { evaluation })];
    expect(shownIds(rows).slice(3)).toEqual([
      'final.linearH',
      'final.linearZ',
      'evaluation.linearH',
      'evaluation.step',
    ]);
    const column = columnsOf(rows, 'step').find(({ id }) => id === 'final.linearH');
    expect(rows.map((row) => cellText({ unit: 'share' }, column?.valueOf(row) ?? null))).toEqual([
      '61.2 %',
      '',
    ]);
  });

  it('do not count a run that is missing as one that differs', () => {
    const gone = { ...newRow('/runs/gone'), missing: 'It is gone.' };
    const rows = [comparedRow('a'), comparedRow('b'), gone];
    expect(shownIds(rows)).toEqual(['state', 'steps', 'time']);
    const [state] = columnsOf(rows, 'step');
    expect(rows.map((row) => state?.valueOf(row))).toEqual(['Finished', 'Finished', 'Gone']);
  });
});
