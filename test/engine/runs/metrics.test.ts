import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MetricsWriter } from '../../../engine/runs/metricsWriter';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
const path = () => join(folder(), 'metrics.jsonl');
const line = (step: number) => ({ step, epoch: step / 10, time: step / 7, loss: 1 / 3 + step });

function write(keepUpTo: number, ...steps: number[]): void {
  const writer = new MetricsWriter(path(), keepUpTo);
  for (const step of steps) writer.append(line(step));
  writer.close();
}

it('gives back what was written, to the last digit', () => {
  const full = { ...line(1), 'probe.h': 0.1 + 0.2, 'rank.z': 1e-300, dataWait: 0 };
  const writer = new MetricsWriter(path(), -1);
  writer.append(line(0));
  writer.append(full);
  writer.close();
  expect(readMetrics(path())).toEqual({ lines: [line(0), full], warnings: [] });
});

it('writes flat JSON without what is not a number', () => {
  const writer = new MetricsWriter(path(), -1);
  writer.append({ ...line(1), loss: NaN, gradientNorm: Infinity, 'knn.h': 0.5 });
  writer.close();
  const written: unknown = JSON.parse(readFileSync(path(), 'utf8'));
  expect(written).toEqual({ step: 1, epoch: 0.1, time: 1 / 7, 'knn.h': 0.5 });
});

it('skips a last line that was cut off, with a warning', () => {
  write(-1, 1, 2);
  appendFileSync(path(), '{"step":3,"epoch":0.3,"ti');
  const { lines, warnings } = readMetrics(path());
  expect(lines).toEqual([line(1), line(2)]);
  expect(warnings).toEqual([`${path()}: the last line was cut off and is skipped`]);
});

it('skips a line that is no metrics and keeps the others', () => {
  writeFileSync(path(), `${JSON.stringify(line(1))}\nhello\n{"step":2}\n${JSON.stringify(line(3))}\n`);
  const { lines, warnings } = readMetrics(path());
  expect(lines).toEqual([line(1), line(3)]);
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toContain('line 2 is not a line of metrics');
});

it('has no lines where there is no file', () => {
  expect(readMetrics(path())).toEqual({ lines: [], warnings: [] });
});

it('goes on from a step without repeating the steps behind it', () => {
  write(-1, 0, 1, 2, 3, 3, 4, 5);
  appendFileSync(path(), '{"step":6,');
  write(3, 4, 5);
  const { lines, warnings } = readMetrics(path());
  expect(lines.map(({ step }) => step)).toEqual([0, 1, 2, 3, 3, 4, 5]);
  expect(warnings).toEqual([]);
});

it('removes a line that was cut off even when it was the first after the step', () => {
  write(-1, 1, 2);
  appendFileSync(path(), '{"step":3,');
  write(2, 3);
  expect(readMetrics(path()).lines.map(({ step }) => step)).toEqual([1, 2, 3]);
});
