import { expect, test, vi } from 'vitest';
import { collapseNotice, endNotice } from '../../../extension/notify/endNotice';
import { shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const summary = {
  state: 'finished',
  runFolder: '/runs/a',
  steps: 100,
  seconds: 125,
  lossStart: 5,
  lossEnd: 3.218,
  linear: null,
  knn: null,
} as const;
const linear = { h: 0.5917, z: 0.49, untrainedH: 0.27, untrainedZ: 0.2, chance: 0.1 };

test('a finished run says what its representation is worth', () => {
  const notice = endNotice(shownRun('birds', 'finished', { summary: { ...summary, linear } }));
  expect(notice).toMatchObject({
    severity: 'information',
    message: 'birds finished: linear probe 59.2 % on h.',
    actions: [{ label: 'Open', command: 'simclr.openRun' }],
  });
});

test('without labels it says how long it took and where the loss is', () => {
  const notice = endNotice(shownRun('birds', 'finished', { summary }));
  expect(notice?.message).toBe('birds finished after 2 min 5 s: loss 3.22.');
});

test('a failed run says why in one sentence, and offers the log and to resume', () => {
  const notice = endNotice(
    shownRun('birds', 'failed', { reason: 'the disk is full; free some space\n  at x.js' }),
  );
  expect(notice).toMatchObject({
    severity: 'error',
    message: 'birds failed: the disk is full; free some space.',
  });
  expect(notice?.actions.map(({ command }) => command)).toEqual([
    'simclr.openRunLog',
    'simclr.resumeRun',
    'simclr.openRun',
  ]);
});

test('a run that the memory does not suffice for can begin in micro-batches, and it says what that costs', () => {
  const reason = 'the GPU has no room for 512 views of 32×32 at once: set microBatch to 128';
  const notice = endNotice(shownRun('birds', 'failed', { reason, remedy: { microBatch: 128 } }));
  expect(notice?.message).toMatch(
    /^birds failed: the GPU has no room .*one more forward pass.*batch norm.*128/,
  );
  expect(notice?.actions[0]).toEqual({
    label: 'Train with micro-batch 128',
    command: 'simclr.trainInMicroBatches',
  });
});

test('a run that its user stopped is no news', () => {
  expect(endNotice(shownRun('birds', 'stopped'))).toBeNull();
});

test('a collapse can be looked at or stopped', () => {
  const notice = collapseNotice(shownRun('birds', 'running'), 'the representation has lost its variety');
  expect(notice.message).toBe('birds: the representation has lost its variety.');
  expect(notice.actions.map(({ command }) => command)).toEqual(['simclr.openRun', 'simclr.stopRun']);
});
