import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { MetricsTable } from '../../../extension/runPanel/metricsTable';
import { MetricsTail } from '../../../extension/runPanel/metricsTail';
import { lossLines, metricsText } from './metricsText';
import { temporaryFolder } from './temporaryFolder';

const patient = { timeout: 20_000, interval: 5 };

function tail() {
  const path = join(temporaryFolder(), 'metrics.jsonl');
  const table = new MetricsTable();
  const listener = { changed: vi.fn(), caughtUp: vi.fn(), failed: vi.fn() };
  const reader = new MetricsTail(path, table, listener);
  onTestFinished(() => reader.dispose());
  return {
    path,
    table,
    reader,
    listener,
    /** Looks once, and comes back when it has read to the end. */
    async look() {
      const before = listener.caughtUp.mock.calls.length;
      reader.nudge();
      await vi.waitFor(() => expect(listener.caughtUp.mock.calls.length).toBeGreaterThan(before), patient);
    },
    losses: () => Array.from(table.series('loss').values.subarray(0, table.series('loss').length)),
  };
}

describe('MetricsTail', () => {
  it('waits for a file that is not there yet, and reads it from when it is', async () => {
    const { path, listener, look, losses } = tail();
    await look();
    expect(losses()).toEqual([]);
    expect(listener.failed).not.toHaveBeenCalled();
    writeFileSync(path, metricsText(lossLines(3, (step) => step)));
    await look();
    expect(losses()).toEqual([1, 2, 3]);
  });

  it('reads on from where it was, through a line that was half written', async () => {
    const { path, table, look, losses } = tail();
    const text = metricsText(lossLines(4, (step) => step));
    writeFileSync(path, text.slice(0, 100));
    await look();
    appendFileSync(path, text.slice(100));
    await look();
    expect(losses()).toEqual([1, 2, 3, 4]);
    expect(table.generation).toBe(0);
  });

  it('follows a growing file without being nudged, until it is told not to', async () => {
    const { path, reader, listener, losses } = tail();
    reader.follow(10);
    writeFileSync(path, metricsText(lossLines(2, (step) => step)));
    await vi.waitFor(() => expect(losses()).toEqual([1, 2]), patient);
    reader.follow(null);
    reader.nudge();
    await vi.waitFor(() => expect(listener.caughtUp).toHaveBeenCalled(), patient);
    const { length } = listener.caughtUp.mock.calls;
    await new Promise((resolve) => setTimeout(resolve, 100));
    // At most the look that was under way.
    expect(listener.caughtUp.mock.calls.length).toBeLessThanOrEqual(length + 1);
  });

  it('reads anew what a resume cut back', async () => {
    const { path, look, losses } = tail();
    const text = metricsText(lossLines(50, (step) => step));
    writeFileSync(path, text);
    await look();
    truncateSync(path, metricsText(lossLines(20, (step) => step)).length);
    await look();
    expect(losses()).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('notices a file that was cut back and has grown past where it was', async () => {
    const { path, look, losses } = tail();
    writeFileSync(path, metricsText(lossLines(50, (step) => step)));
    await look();
    truncateSync(path, metricsText(lossLines(20, (step) => step)).length);
    appendFileSync(path, metricsText(lossLines(90, (step) => step + 0.5)));
    await look();
    expect(losses().slice(18, 22)).toEqual([19, 20, 1.5, 2.5]);
    expect(losses()).toHaveLength(110);
  });

  it('forgets a file that is gone', async () => {
    const { path, look, losses } = tail();
    writeFileSync(path, metricsText(lossLines(5, (step) => step)));
    await look();
    rmSync(path);
    await look();
    expect(losses()).toEqual([]);
  });

  it('reads a long file in parts that leave room for other work', async () => {
    const { path, look, losses } = tail();
    writeFileSync(path, metricsText(lossLines(40_000, (step) => step / 3)));
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    onTestFinished(() => clearInterval(timer));
    await look();
    expect(losses()).toHaveLength(40_000);
    expect(turns).toBeGreaterThan(3);
  });

  it('says once why a file cannot be read', async () => {
    const { listener } = tail();
    const folder = temporaryFolder();
    const reader = new MetricsTail(folder, new MetricsTable(), listener);
    onTestFinished(() => reader.dispose());
    reader.follow(5);
    await vi.waitFor(() => expect(listener.failed).toHaveBeenCalled(), patient);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(listener.failed).toHaveBeenCalledTimes(1);
  });
});
