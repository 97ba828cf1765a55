import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Lookout, type Activity } from '../../../extension/runs/lookout';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A lookout over looks that take so long, and the looks that it has taken: W at the whole, p at a part. */
function lookout(activity: Activity, milliseconds: number) {
  const seen = { looks: '', atOnce: 0, mostAtOnce: 0 };
  const made = new Lookout(async (whole) => {
    seen.looks += whole ? 'W' : 'p';
    seen.mostAtOnce = Math.max(seen.mostAtOnce, ++seen.atOnce);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    seen.atOnce--;
    return activity;
  });
  return { made, seen };
}

test('looks often at what lives, and rarely where nothing does', async () => {
  const live = lookout('live', 1);
  const idle = lookout('idle', 1);
  await vi.advanceTimersByTimeAsync(8100);
  expect(live.seen.looks).toMatch(/^Wppp(p?Wppp)+/);
  expect(idle.seen.looks).toBe('WWW');
  live.made.dispose();
  idle.made.dispose();
  const { length } = live.seen.looks;
  await vi.advanceTimersByTimeAsync(5000);
  expect(live.seen.looks).toHaveLength(length);
});

test('on a slow disk it never looks twice at a time, and leaves the whole folder alone for longer', async () => {
  const { made, seen } = lookout('waiting', 3000);
  for (let wake = 0; wake < 10; wake++) {
    made.wake();
    void made.now();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(33_000);
  expect(seen.mostAtOnce).toBe(1);
  expect(seen.looks).toMatch(/^WW(p|W)?$/);
  seen.looks = '';
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen.looks.length).toBeLessThanOrEqual(2);
  made.dispose();
});

test('being woken it looks in a moment, at what is going on', async () => {
  const { made, seen } = lookout('idle', 1);
  await vi.advanceTimersByTimeAsync(10);
  made.wake();
  made.wake();
  await vi.advanceTimersByTimeAsync(60);
  expect(seen.looks).toBe('Wp');
  made.dispose();
});

test('asked to look now it looks at everything, even in the middle of a look', async () => {
  const { made, seen } = lookout('idle', 100);
  await vi.advanceTimersByTimeAsync(50);
  const done = vi.fn();
  void made.now().then(done);
  await vi.advanceTimersByTimeAsync(60);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toHaveBeenCalled();
  expect(seen.looks).toBe('WW');
  made.dispose();
});
