import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { CheckpointCurves, upToStep } from '../../../extension/checkpointEditor/checkpointCurves';
import type { ToCheckpointPage } from '../../../extension/checkpointEditor/messages';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';

type Series = Extract<ToCheckpointPage, { type: 'series' }>;

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();
let curves: CheckpointCurves | undefined;
afterEach(() => curves?.dispose());

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => {
    const step = from + i;
    const probe = step % 10 === 0 ? { 'probe.h': step / 100 } : {};
    return `${JSON.stringify({ step, epoch: step / 10, time: step, loss: 5 - step / 100, ...probe })}\n`;
  }).join('');

/** Curves up to step 20 of a file, and what they have posted. */
function open(smoothing = 0) {
  const path = join(folder(), 'metrics.jsonl');
  writeFileSync(path, lines(1, 40));
  const posted: Series[] = [];
  const failed = vi.fn();
  const settings = { smoothing, xAxis: 'step', logarithmic: [], tables: [] } as const;
  curves = new CheckpointCurves(
    path,
    20,
    { ...settings, logarithmic: [], tables: [] },
    (message) => posted.push(message),
    failed,
  );
  curves.refresh();
  return { curves, path, posted, failed };
}

test('the curves end at the step of the checkpoint, however far the run went', async () => {
  const { posted, curves: open20, path } = open();
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  const [series] = posted;
  expect([...(series?.parts.loss?.step ?? [])]).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect([...(series?.parts['probe.h']?.step ?? [])]).toEqual([10, 20]);
  expect(series?.latest.loss).toBeCloseTo(4.8);
  expect(series?.latest['probe.h']).toBeCloseTo(0.2);

  appendFileSync(path, lines(41, 50));
  open20.refresh();
  await vi.waitFor(() => expect(posted).toHaveLength(2));
  expect(posted[1]?.parts.loss?.step.at(-1)).toBe(20);
});

test('another smoothing is sent for the whole curve', async () => {
  const { posted, curves: open20 } = open();
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  expect(posted[0]?.parts.loss?.smooth).toHaveLength(0);
  open20.setSmoothing(0.9);
  await vi.waitFor(() => expect(posted).toHaveLength(2));
  expect(posted[1]?.parts.loss).toMatchObject({ from: 0 });
  expect(posted[1]?.parts.loss?.smooth).toHaveLength(20);
});

test('tells nothing once it is disposed of', async () => {
  const { posted, curves: open20 } = open();
  open20.dispose();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(posted).toEqual([]);
});

test('a series with nothing up to the step is empty, and has no latest value', () => {
  const numbers = Float64Array.of(30, 40);
  const part = { from: 0, step: numbers, epoch: numbers, time: numbers, value: numbers, smooth: numbers };
  const { parts, latest } = upToStep({ parts: { loss: part } }, 20);
  expect(parts.loss?.step).toHaveLength(0);
  expect(latest).toEqual({});
});
