import { describe, expect, test, vi } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import type { RunRecord, RunSummary } from '../../../engine/runs/runRecord';
import { describeRun } from '../../../extension/views/describeRun';
import { planOf, shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const config = runConfigSchema.parse({ epochs: 40 });
const halfway: Partial<RunRecord> = {
  config,
  plan: planOf(400),
  progress: { step: 126, epoch: 12.6, time: 60, loss: 4.87, 'probe.h': 0.5824 },
};
const summary: RunSummary = {
  ...{ state: 'finished', runFolder: '/runs/a', steps: 400, seconds: 90, lossStart: 5.4, lossEnd: 4.3 },
  linear: { h: 0.592, z: 0.566, untrainedH: 0.257, untrainedZ: 0.257, chance: 0.1 },
  knn: null,
};

describe('the line of a run', () => {
  test('says how far training is and what h is worth', () => {
    const line = describeRun(shownRun('birds', 'running', halfway, { link: 'connected' }));
    expect(line.label).toBe('birds');
    expect(line.description).toBe('epoch 12/40 · 31 % · h 58.2 %');
    expect(line.spoken).toBe('birds, training, epoch 12/40 · 31 % · h 58.2 %');
    expect(line).toMatchObject({ icon: 'sync~spin', contextValue: 'simclr.run.running' });
  });

  test('leaves the probe out where there are no labels', () => {
    const progress = { step: 4, epoch: 0.1, time: 1, loss: 5 };
    expect(describeRun(shownRun('a', 'running', { ...halfway, progress })).description).toBe(
      'epoch 0/40 · 1 %',
    );
  });

  test.each([
    [1, 'queued, next'],
    [2, 'queued, 2nd'],
    [3, 'queued, 3rd'],
    [4, 'queued, 4th'],
    [11, 'queued, 11th'],
    [22, 'queued, 22nd'],
  ])('counts place %i of the queue', (queuePosition, text) => {
    const line = describeRun(shownRun('a', 'queued', {}, { queuePosition }));
    expect(line).toMatchObject({ description: text, spoken: `a, ${text}`, icon: 'clock' });
  });

  test('says what a preparing run is busy with', () => {
    const preparing = (phase: 'decoding' | 'listing', total: number) =>
      describeRun(shownRun('a', 'preparing', {}, { phase: { phase, done: 1200, total } })).description;
    expect(preparing('decoding', 5000)).toBe('decoding images, 24 %');
    expect(preparing('listing', 0)).toBe('listing images, 1,200');
    expect(describeRun(shownRun('a', 'preparing')).description).toBe('preparing');
  });

  test('gives a finished run the accuracy of its last evaluation, not of its last probe', () => {
    const line = describeRun(shownRun('a', 'finished', { ...halfway, summary }));
    expect(line.description).toBe('h 59.2 % · 40 epochs');
    expect(line.icon).toBe('pass');
  });

  test('says where the others stopped, and why one failed', () => {
    const described = (state: 'paused' | 'stopped' | 'interrupted' | 'failed', record = halfway) =>
      describeRun(shownRun('a', state, record)).description;
    expect(described('paused')).toBe('paused · epoch 12/40 · 31 % · h 58.2 %');
    expect(described('stopped')).toBe('stopped · 31 % · h 58.2 %');
    expect(described('interrupted')).toBe('interrupted · 31 % · h 58.2 %');
    expect(described('failed', { ...halfway, reason: 'out of memory' })).toBe('failed: out of memory');
    expect(described('failed')).toBe('failed');
  });

  test('keeps the menus of runs that take no commands from here apart', () => {
    const value = (link: 'watching' | 'connected') =>
      describeRun(shownRun('a', 'running', halfway, { link })).contextValue;
    expect(value('watching')).toBe('simclr.run.running.watched');
    expect(value('connected')).toBe('simclr.run.running');
    expect(describeRun(shownRun('a', 'finished')).contextValue).toBe('simclr.run.finished');
    const queued = (queuePosition: number) =>
      describeRun(shownRun('a', 'queued', {}, { queuePosition })).contextValue;
    expect([queued(1), queued(2)]).toEqual(['simclr.run.queued.next', 'simclr.run.queued']);
  });
});
