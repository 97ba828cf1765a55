import { describe, expect, it } from 'vitest';
import { EvaluationTable } from '../../../engine/cli/evaluationTable';
import {
  formatAge,
  formatBytes,
  formatClock,
  formatDuration,
  formatLarge,
  formatPlural,
  formatShare,
} from '../../../engine/format/formatNumbers';
import { sparkline } from '../../../engine/cli/sparkline';
import { colorStyle, plainStyle } from '../../../engine/cli/style';
import { formatPairs, formatTable } from '../../../engine/cli/table';
import { textWidth, truncate, wrap } from '../../../engine/cli/textWidth';
import { TimeLeft } from '../../../engine/cli/timeLeft';

describe('numbers', () => {
  it.each([
    [formatDuration(59.6), '1 min 00 s'],
    [formatDuration(171), '2 min 51 s'],
    [formatDuration(3 * 3600 + 5 * 60 + 59), '3 h 05 min'],
    [formatDuration(51 * 3600), '2 d 03 h'],
    [formatClock(4.4), '0:04'],
    [formatClock(3 * 3600 + 65), '3:01:05'],
    [formatShare(0.1234), '12.3 %'],
    [formatShare(0), '0.0 %'],
    [formatPlural(1, 'step'), '1 step'],
    [formatPlural(12_345, 'step'), '12,345 steps'],
    [formatShare(undefined), '–'],
    [formatLarge(999), '999'],
    [formatLarge(77_860), '77.9 k'],
    [formatLarge(999_600), '1 M'],
    [formatLarge(23_508_032), '23.5 M'],
    [formatBytes(1_234_567), '1.23 MB'],
    [formatBytes(5), '5 B'],
    [formatAge(30_000), 'just now'],
    [formatAge(47 * 3_600_000), '47 h ago'],
    [formatAge(49 * 3_600_000), '2 d ago'],
  ])('%s', (given, expected) => {
    expect(given).toBe(expected);
  });
});

describe('columns', () => {
  it('counts what a terminal shows: colours nothing, Chinese twice, accents not', () => {
    expect(textWidth(colorStyle.good('abc'))).toBe(3);
    expect(textWidth('日本')).toBe(4);
    expect(textWidth('e\u0301')).toBe(1);
    expect(truncate('日本語', 5)).toBe('日本…');
  });

  it('aligns tables with coloured cells', () => {
    const columns = [
      { title: 'run', align: 'left' },
      { title: 'loss', align: 'right' },
    ] as const;
    const lines = formatTable(columns, [
      [colorStyle.good('a'), '5'],
      ['long', '12.5'],
    ]);
    expect(lines.map((line) => textWidth(line))).toEqual([11, 11, 11]);
    expect(lines[2]).toBe('long   12.5');
  });

  it('continues a long value under itself and never loses a word', () => {
    const lines = formatPairs(
      [
        ['data', 'one two three four five'],
        ['a', 'b'],
      ],
      { indent: '  ', columns: 20 },
    );
    expect(lines).toEqual(['  data  one two', '        three four', '        five', '  a     b']);
    expect(wrap('a pneumonoultramicroscopic b', 10)).toEqual(['a', 'pneumonoultramicroscopic', 'b']);
  });
});

describe('sparkline', () => {
  it('draws the least lowest and the greatest highest, at their place', () => {
    const points = Array.from({ length: 8 }, (_, i) => ({ x: i / 8, y: i }));
    expect(sparkline(points, 8)).toBe('▁▂▃▄▅▆▇█');
    expect(
      sparkline(
        [
          { x: 0.5, y: 1 },
          { x: 1, y: 2 },
        ],
        4,
      ),
    ).toBe('  ▁█');
    expect(
      sparkline(
        [
          { x: 0, y: 3 },
          { x: 1, y: 3 },
        ],
        3,
      ),
    ).toBe('▁▁▁');
  });

  it('averages a part, so that noise does not hide a curve', () => {
    const points = Array.from({ length: 1000 }, (_, i) => ({ x: i / 1000, y: i + (i % 2 ? 400 : -400) }));
    expect(sparkline(points, 8)).toBe('▁▂▃▄▅▆▇█');
  });
});

describe('TimeLeft', () => {
  it('follows the speed of the last minute', () => {
    const left = new TimeLeft(1000);
    left.mark(0, 0);
    expect(left.seconds()).toBeNull();
    for (let step = 1; step <= 100; step++) left.mark(step, step * 1000);
    expect(left.seconds()).toBeCloseTo(900, 6);
    for (let step = 101; step <= 140; step++) left.mark(step, 100_000 + (step - 100) * 2000);
    expect(left.seconds()).toBeCloseTo(2 * 860, 6);
  });

  it('counts from the step at which a run went on', () => {
    const left = new TimeLeft(100);
    left.mark(90, 0);
    left.mark(92, 4000);
    expect(left.seconds()).toBeCloseTo(16, 6);
  });
});

describe('EvaluationTable', () => {
  const evaluated = { 'probe.h': 0.5, 'probe.z': 0.4, 'knn.h': 0.3, uniformity: -1.5, 'rank.h': 20 };
  const line = (step: number, extra: object = {}) => ({
    step,
    epoch: step / 10,
    time: step,
    loss: step,
    ...extra,
  });

  it('gives a row for an evaluation, with the mean loss since the last one', () => {
    const table = new EvaluationTable(4, 1, true, plainStyle);
    expect(table.add({ step: 0, epoch: 0, time: 0, 'knn.h': 0.2, uniformity: 0, 'rank.h': 5 })).toHaveLength(
      2,
    );
    for (let step = 1; step < 10; step++) expect(table.add(line(step))).toEqual([]);
    const [row] = table.add(line(10, evaluated));
    expect(row?.trim().split(/ {2,}/)).toEqual([
      '1',
      '5.500',
      '0.0 %',
      '50.0 %',
      '40.0 %',
      '30.0 %',
      '-1.50',
      '20.0',
    ]);
  });

  it('writes no minus before a zero', () => {
    const table = new EvaluationTable(1, 1, false, plainStyle);
    expect(table.add(line(10, { ...evaluated, uniformity: -0.0001 }))[1]).toMatch(/ 0\.00 /);
  });

  it('gives some twenty rows however often a long run is evaluated', () => {
    const table = new EvaluationTable(1000, 1, true, plainStyle);
    let rows = 0;
    for (let step = 10; step <= 10_000; step += 10) rows += table.add(line(step, evaluated)).length;
    expect(rows).toBeGreaterThan(15);
    expect(rows).toBeLessThan(25);
  });

  it('has no columns for labels where there are none, and fits 80 columns where there are', () => {
    const table = (labelled: boolean) =>
      new EvaluationTable(1, 1, labelled, plainStyle).add(line(10, evaluated));
    expect(table(false)[0]).not.toMatch(/probe|kNN/);
    expect(textWidth(table(true)[0] ?? '')).toBeLessThanOrEqual(80);
  });
});
