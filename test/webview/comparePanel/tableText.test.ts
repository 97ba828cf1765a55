import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../webview/comparePanel/columns';
import { tableCsv, tableTabs } from '../../../webview/comparePanel/tableText';
import { comparedRow, metricSummary } from './comparedRows';

const rows = [
  comparedRow(
    'a, "b"',
    { loss: { temperature: 0.1 } },
    { summaries: { 'probe.h': metricSummary(1 / 3, 0.5) } },
  ),
  comparedRow('c', { loss: { temperature: 0.25 } }),
];
const columns = columnsOf(rows, 'step').filter(({ extra }) => !extra);

describe('the table as text', () => {
  it('is CSV with every shown column, numbers in full and quotes where they are needed', () => {
    expect(tableCsv(rows, columns)).toBe(
      [
        'run,folder,state,steps,time,loss.temperature,probe.h.last,probe.h.best,probe.h.best.step',
        '"a, ""b""","2026-11-23T18-04-05_a, ""b""",Finished,100,50,0.1,0.3333333333333333,0.5,70',
        'c,2026-11-23T18-04-05_c,Finished,100,50,0.25,,,',
        '',
      ].join('\n'),
    );
  });

  it('has tabs for a spreadsheet to take, and none within a cell', () => {
    const [, line] = tableTabs([comparedRow('a\tb')], columns.slice(0, 1)).split('\n');
    expect(line).toBe('a b\t2026-11-23T18-04-05_a b\tFinished');
  });
});
