import { expect, test, vi } from 'vitest';
import { statusText } from '../../../extension/notify/statusText';
import { planOf, shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const progress = { step: 310, epoch: 3.1, time: 60, loss: 4.871, viewsPerSecond: 1240 };
const training = (title: string) =>
  shownRun(title, 'running', { plan: planOf(1000), progress }, { stepsPerSecond: 5, link: 'connected' });

test('shows how far the run is, its loss and the time left', () => {
  const status = statusText([training('quick-shapes')]);
  expect(status?.text).toBe('$(sync~spin) quick-shapes 31 % · 4.87 · 2 min');
  expect(status?.spoken).toBe('SimCLR: quick-shapes 31 % · 4.87 · 2 min');
  expect(status?.folder).toMatch(/quick-shapes$/);
});

test('is hidden while nothing is under way', () => {
  expect(statusText([])).toBeNull();
  expect(statusText([shownRun('a', 'finished'), shownRun('b', 'queued')])).toBeNull();
});

test('prefers the run that trains, counts the others, and lists what waits in its order', () => {
  const status = statusText([
    shownRun('later', 'queued', {}, { queuePosition: 2 }),
    shownRun('next', 'queued', {}, { queuePosition: 1 }),
    shownRun('held', 'paused', { plan: planOf(1000), progress }),
    training('trains'),
  ]);
  expect(status?.text).toMatch(/^\$\(sync~spin\) trains .* \+1$/);
  expect(status?.rows.map(({ title }) => title)).toEqual(['trains', 'held', 'next', 'later']);
  expect(status?.rows[0]?.detail).toContain('1,240 views/s');
  expect(status?.rows[0]?.detail).toContain('2 min left');
});

test('a paused run has no time left, and nothing turns', () => {
  const status = statusText([shownRun('held', 'paused', { plan: planOf(1000), progress })]);
  expect(status?.text).toBe('$(debug-pause) held 31 % · 4.87 · paused');
});

test('says what is being prepared', () => {
  const phase = { phase: 'decoding', done: 40, total: 100 } as const;
  const status = statusText([shownRun('birds', 'preparing', {}, { phase })]);
  expect(status?.text).toMatch(/birds · decoding.*40 %$/);
});

test('a name cannot smuggle an icon in', () => {
  expect(statusText([training('$(trash)')])?.text).toContain('\\$(trash) 31 %');
});

test('names ten runs and counts the rest', () => {
  const runs = Array.from({ length: 14 }, (_, index) => training(`run ${index}`));
  const status = statusText(runs);
  expect(status?.rows).toHaveLength(10);
  expect(status?.more).toBe(4);
});
