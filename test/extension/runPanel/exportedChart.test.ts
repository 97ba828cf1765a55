import { describe, expect, it, vi } from 'vitest';
import { exportedChart } from '../../../extension/runPanel/exportedChart';
import type { ChartExport } from '../../../extension/runPanel/messages';
import { metricsCsv } from '../../../extension/runPanel/metricsCsv';
import { lossLines, tableOf } from './metricsText';

vi.mock('vscode', () => import('../fakeVscode'));

const table = tableOf([
  { step: 0, epoch: 0, time: 1.5, 'knn.h': 0.25, 'rank.h': 3 },
  { step: 1, epoch: 0.1, time: 2.480634088000006, loss: 6.182253360748291 },
  { step: 2, epoch: 0.2, time: 3, loss: 5, 'knn.h': 0.5 },
]);

function exported(change: Partial<ChartExport>) {
  const request: ChartExport = {
    type: 'export',
    chart: 'loss',
    format: 'csv',
    keys: [],
    data: '',
    ...change,
  };
  const parts = exportedChart(request, table);
  return parts === null ? null : Array.from(parts, String).join('');
}

describe('exportedChart', () => {
  it('writes every logged line of the keys as CSV, with empty cells', () => {
    expect(exported({ keys: ['loss', 'knn.h'] })).toBe(
      'step,epoch,time,loss,knn.h\n0,0,1.5,,0.25\n1,0.1,2.480634088000006,6.182253360748291,\n2,0.2,3,5,0.5\n',
    );
    expect(exported({ keys: ['loss'] })).toBe(
      'step,epoch,time,loss\n1,0.1,2.480634088000006,6.182253360748291\n2,0.2,3,5\n',
    );
  });

  it('writes a long run in parts, without losing a line', () => {
    const parts = [...metricsCsv(tableOf(lossLines(5000, (step) => step)), ['loss'])];
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join('').trim().split('\n')).toHaveLength(5001);
    expect(parts.join('')).toMatch(/\n5000,500,2500,5000\n$/);
  });

  it('gives up when the run begins again meanwhile', () => {
    const long = tableOf(lossLines(5000, (step) => step));
    const parts = metricsCsv(long, ['loss']);
    parts.next();
    parts.next();
    long.reset();
    expect(() => parts.next()).toThrow(/began again/);
  });

  it('takes no keys but those of series', () => {
    expect(exported({ keys: ['step'] })).toBeNull();
    expect(exported({ keys: ['loss', '__proto__'] })).toBeNull();
    expect(exported({ keys: [] })).toBeNull();
  });

  it('takes pictures that are what they say', () => {
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64');
    expect(exported({ format: 'png', data: png })).not.toBeNull();
    expect(exported({ format: 'png', data: `${png}!` })).toBeNull();
    expect(exported({ format: 'png', data: Buffer.from('GIF89a').toString('base64') })).toBeNull();
    expect(exported({ format: 'svg', data: '<svg xmlns="x"></svg>' })).toBe('<svg xmlns="x"></svg>');
    expect(exported({ format: 'svg', data: '<html><svg></svg></html>' })).toBeNull();
  });
});
