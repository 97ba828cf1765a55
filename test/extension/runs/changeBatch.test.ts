import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChangeBatch } from '../../../extension/runs/changeBatch';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('reports a change at once, and many of them together, some four times a second', () => {
  const reports: string[] = [];
  const batch = new ChangeBatch((names) => reports.push([...names].join(' ')));
  batch.add(['a']);
  vi.advanceTimersByTime(1);
  expect(reports).toEqual(['a']);
  for (let time = 0; time < 1000; time += 10) {
    batch.add(['b', `c${time % 20}`]);
    vi.advanceTimersByTime(10);
  }
  expect(reports.length).toBeLessThanOrEqual(6);
  expect(reports[1]).toBe('b c0 c10');
});

test('reports nothing after its end', () => {
  const report = vi.fn();
  const batch = new ChangeBatch(report);
  batch.add(['a']);
  batch.dispose();
  vi.advanceTimersByTime(1000);
  expect(report).not.toHaveBeenCalled();
});
