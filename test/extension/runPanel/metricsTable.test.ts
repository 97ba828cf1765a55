import { describe, expect, it } from 'vitest';
import type { MetricsLine } from '../../../engine/runs/metricsLine';
import { MetricsTable, seriesKeys } from '../../../extension/runPanel/metricsTable';
import { lossLines, metricsText, tableOf } from './metricsText';

const encode = (text: string) => new TextEncoder().encode(text);

/** The table's contents, line by line. */
function linesOf(table: MetricsTable): MetricsLine[] {
  const lines = Array.from({ length: table.lines }, (_, row) => ({
    step: table.axis('step')[row] ?? NaN,
    epoch: table.axis('epoch')[row] ?? NaN,
    time: table.axis('time')[row] ?? NaN,
  }));
  for (const key of seriesKeys) {
    const { rows, values, length } = table.series(key);
    for (let i = 0; i < length; i++) Object.assign(lines[rows[i] ?? -1] ?? {}, { [key]: values[i] });
  }
  return lines;
}

const evaluated: MetricsLine[] = [
  {
    step: 0,
    epoch: 0,
    time: 1.7332370250000022,
    'knn.h': 0.295,
    uniformity: -0.05494496080309851,
    'rank.h': 3.9,
  },
  {
    step: 1,
    epoch: 0.005128205128205128,
    time: 2.480634088000006,
    loss: 6.182253360748291,
    learningRate: 3.7e-7,
  },
  {
    step: 2,
    epoch: 0.010256410256410256,
    time: 3,
    loss: 6.14,
    'probe.h': 0.5035,
    'rank.z': 12.82427853875912,
  },
];

describe('MetricsTable', () => {
  it('holds the lines of the file, each metric where it was logged', () => {
    expect(linesOf(tableOf(evaluated))).toEqual(evaluated);
    expect(tableOf(evaluated).series('loss')).toMatchObject({ length: 2 });
  });

  it('does not mind where the bytes are cut', () => {
    const bytes = encode(metricsText(evaluated));
    for (let size = 1; size < 120; size += 7) {
      const table = new MetricsTable();
      // One buffer for all parts, as a reader has it.
      const part = new Uint8Array(size);
      for (let at = 0; at < bytes.length; at += size) {
        const length = Math.min(size, bytes.length - at);
        part.set(bytes.subarray(at, at + length));
        table.append(part.subarray(0, length));
      }
      expect(linesOf(table)).toEqual(evaluated);
      expect(table.damaged).toBe(0);
    }
  });

  it('waits for the end of a line that is being written', () => {
    const text = metricsText(evaluated);
    const table = new MetricsTable();
    table.append(encode(text.slice(0, -9)));
    expect(table.lines).toBe(2);
    table.append(encode(text.slice(-9)));
    expect(linesOf(table)).toEqual(evaluated);
  });

  it('reads lines that other programs wrote: spaces, another order, unknown keys', () => {
    const table = new MetricsTable();
    table.append(
      encode(
        '{ "time": 3, "step": 1, "epoch": 0.5, "loss": 2 }\r\n{"step":2,"epoch":1,"time":4,"accuracy":1,"loss":1.5}\n' +
          '{"step":3,"epoch":1.5,"time":5,"loss":null,"learningRate":1e-9}\n',
      ),
    );
    expect(linesOf(table)).toEqual([
      { step: 1, epoch: 0.5, time: 3, loss: 2 },
      { step: 2, epoch: 1, time: 4, loss: 1.5 },
      { step: 3, epoch: 1.5, time: 5, learningRate: 1e-9 },
    ]);
  });

  it('skips and counts damaged lines, and goes on behind them', () => {
    const [first, second, third] = evaluated.map((line) => metricsText([line]));
    const damage = [
      '{"step":1,"epo\n',
      '\n',
      '{"epoch":1,"time":2,"loss":3}\n',
      '{"step":1,"epoch":01,"time":2}\n',
    ];
    const table = new MetricsTable();
    table.append(encode([first, ...damage, second, 'x'.repeat(200_000), '\n', third].join('')));
    expect(linesOf(table)).toEqual(evaluated);
    expect(table.damaged).toBe(damage.length + 1);
  });

  it('gives up a line that never ends, also when it comes in parts', () => {
    const table = new MetricsTable();
    for (let i = 0; i < 100; i++) table.append(encode('x'.repeat(10_000)));
    table.append(encode(`\n${metricsText(evaluated)}`));
    expect(linesOf(table)).toEqual(evaluated);
    expect(table.damaged).toBe(1);
  });

  it('begins anew after a reset', () => {
    const table = tableOf(lossLines(5000, (step) => step));
    table.append(encode('{"step":9'));
    table.reset();
    expect(table.generation).toBe(1);
    expect(table.series('loss').length).toBe(0);
    table.append(encode(metricsText(evaluated)));
    expect(linesOf(table)).toEqual(evaluated);
  });
});
