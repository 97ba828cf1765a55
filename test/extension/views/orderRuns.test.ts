import { describe, expect, test, vi } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import type { ShownState } from '../../../engine/runs/readRun';
import type { RunRecord } from '../../../engine/runs/runRecord';
import type { ShownRun } from '../../../extension/runs/shownRun';
import { matchesFilter, noFilter, sortRuns, type RunOrder } from '../../../extension/views/orderRuns';
import { shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

/** A run created at minute `minute`. */
function run(
  title: string,
  state: ShownState,
  minute: number,
  metrics: { loss?: number; 'probe.h'?: number } = {},
  queuePosition: number | null = null,
): ShownRun {
  const createdAt = `2026-11-23T18:${String(minute).padStart(2, '0')}:00.000Z`;
  const progress = { step: 1, epoch: 1, time: 1, ...metrics };
  return shownRun(title, state, { createdAt, progress }, { queuePosition });
}

const runs = [
  run('old10', 'finished', 1, { loss: 4, 'probe.h': 0.7 }),
  run('again', 'queued', 2, {}, 1),
  run('worker', 'running', 3, { loss: 5, 'probe.h': 0.4 }),
  run('waits', 'queued', 4, {}, 2),
  run('old9', 'failed', 5, { loss: 4.5, 'probe.h': 0.71 }),
  run('plain', 'stopped', 6, { loss: 3 }),
];
const order = (by: RunOrder) => sortRuns(runs, by).map(({ title }) => title);

describe('the order of runs', () => {
  test('is what runs, then the queue as it will go, then the newest', () => {
    expect(order('newest')).toEqual(['worker', 'again', 'waits', 'plain', 'old9', 'old10']);
  });

  test('by name takes numbers for numbers', () => {
    expect(order('name').filter((title) => title.startsWith('old'))).toEqual(['old9', 'old10']);
  });

  test('by accuracy and by loss has the best first and those without last', () => {
    expect(order('accuracy').slice(0, 3)).toEqual(['old9', 'old10', 'worker']);
    expect(order('accuracy').slice(3)).toEqual(['again', 'waits', 'plain']);
    expect(order('loss').slice(0, 4)).toEqual(['plain', 'old10', 'old9', 'worker']);
  });

  test('by state has what wants looking after first', () => {
    expect(order('state')).toEqual(['worker', 'again', 'waits', 'old9', 'plain', 'old10']);
  });
});

describe('the filter of runs', () => {
  const about = (record: Partial<RunRecord>) => shownRun('birds-cifar', 'failed', record);

  test('wants every word, in title, state, data set or encoder, whatever the capitals', () => {
    const shown = about({ config: runConfigSchema.parse({ encoder: { architecture: 'resnet18' } }) });
    const matches = (text: string) => matchesFilter(shown, { text, state: null });
    expect(matches('BIRDS resnet18')).toBe(true);
    expect(matches('failed builtin')).toBe(true);
    expect(matches('birds resnet50')).toBe(false);
    expect(matchesFilter(shown, noFilter)).toBe(true);
  });

  test('keeps one state', () => {
    expect(matchesFilter(about({}), { text: '', state: 'failed' })).toBe(true);
    expect(matchesFilter(about({}), { text: '', state: 'finished' })).toBe(false);
  });
});
