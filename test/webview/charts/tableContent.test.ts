import { describe, expect, it } from 'vitest';
import type { Series } from '../../../webview/charts/seriesStore';
import { tableContent } from '../../../webview/charts/tableContent';
import { seriesPart } from './series';
import { specOf } from './specOf';

const from = (series: Partial<Record<string, Series>>) => (key: string) => series[key];

describe('the table of a chart', () => {
  it('has a row for each evaluation, blank where a metric was not measured', () => {
    const { caption, columns, rows } = tableContent(
      specOf('probe'),
      from({
        'probe.h': seriesPart(0, [10, 20], [0.4, 0.5]),
        'probe.z': seriesPart(0, [10, 20], [0.3, 0.35]),
        'knn.h': seriesPart(0, [0, 10, 20], [0.25, 0.4, 0.45]),
      }),
      'unused',
    );
    expect(caption).toBe('Linear probe: all 3 points');
    expect(columns).toEqual(['step', 'epoch', 'time', 'h', 'z', 'kNN']);
    expect(rows).toEqual([
      ['0', '0.00', '0 s', '', '', '25.00 %'],
      ['10', '1.00', '5 s', '40.00 %', '30.00 %', '40.00 %'],
      ['20', '2.00', '10 s', '50.00 %', '35.00 %', '45.00 %'],
    ]);
  });

  it('has smoothed and raw values where the line is smoothed', () => {
    const { columns, rows } = tableContent(
      specOf('loss'),
      from({ loss: seriesPart(0, [1, 2], [5, 4], [5, 4.4]) }),
      'unused',
    );
    expect(columns.slice(3)).toEqual(['NT-Xent loss, smoothed', 'NT-Xent loss, raw']);
    expect(rows[1]?.slice(3)).toEqual(['4.4000', '4.0000']);
  });

  it('has about a hundred rows of a long run, and the latest', () => {
    const steps = Array.from({ length: 3000 }, (_, index) => index + 1);
    const { caption, rows } = tableContent(
      specOf('loss'),
      from({
        loss: seriesPart(0, steps, steps),
        // Thinned out by its own extremes, so at other steps.
        contrastiveAccuracy: seriesPart(
          0,
          steps.map((step) => step + 0.4),
          steps.map(() => 0.5),
        ),
      }),
      'unused',
    );
    expect(rows.length).toBeLessThanOrEqual(101);
    expect(caption).toBe('Loss: 61 of 3,000 points');
    expect(rows.at(-1)).toEqual(['3,000', '300.00', '25 min', '3000.0000', '50.00 %']);
  });

  it('says why it is empty', () => {
    expect(tableContent(specOf('loss'), from({}), 'No points yet.')).toEqual({
      caption: 'Loss. No points yet.',
      columns: [],
      rows: [],
    });
  });
});
