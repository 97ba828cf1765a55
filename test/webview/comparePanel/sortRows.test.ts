import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../webview/comparePanel/columns';
import { nextOrder, sortRows, type RowOrder } from '../../../webview/comparePanel/sortRows';
import { comparedRow, metricSummary } from './comparedRows';

const rows = [
  comparedRow('run-10', { batchSize: 256 }, { summaries: { loss: metricSummary(4, 3) } }),
  comparedRow('run-9', { batchSize: 64 }),
  comparedRow('run-1', { batchSize: 1024 }, { summaries: { loss: metricSummary(5, 2) } }),
];
const columns = columnsOf(rows, 'step');
const sorted = (order: RowOrder | null) =>
  sortRows(rows, order, columns).map(({ run }) => run?.title.replace('run-', ''));

describe('the order of rows', () => {
  it('is by size for numbers, and by the numbers in them for names', () => {
    expect(sorted({ column: 'batchSize', descending: false })).toEqual(['9', '10', '1']);
    expect(sorted({ column: 'batchSize', descending: true })).toEqual(['1', '10', '9']);
    expect(sorted({ column: 'run', descending: false })).toEqual(['1', '9', '10']);
  });

  it('has what was not measured last, either way', () => {
    expect(sorted({ column: 'loss.best', descending: false })).toEqual(['1', '10', '9']);
    expect(sorted({ column: 'loss.best', descending: true })).toEqual(['10', '1', '9']);
  });

  it('is that in which they were added where none is chosen, or the column is gone', () => {
    expect(sorted(null)).toEqual(['10', '9', '1']);
    expect(sorted({ column: 'probe.h.best', descending: true })).toEqual(['10', '9', '1']);
    expect(sorted({ column: 'seed', descending: true })).toEqual(['10', '9', '1']);
  });

  it('begins with the best, turns round, and ends', () => {
    const accuracy = { id: 'probe.h.best', better: 'higher' } as const;
    const first = nextOrder({ column: 'seed', descending: true }, accuracy);
    expect(first).toEqual({ column: 'probe.h.best', descending: true });
    const second = nextOrder(first, accuracy);
    expect(second).toEqual({ column: 'probe.h.best', descending: false });
    expect(nextOrder(second, accuracy)).toBeNull();
    expect(nextOrder(null, { id: 'loss.best', better: 'lower' })?.descending).toBe(false);
  });
});
