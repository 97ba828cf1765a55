import { describe, expect, test, vi } from 'vitest';
import type { ShownState } from '../../../engine/runs/readRun';
import { notPossible } from '../../../extension/commands/actionWords';
import { isPossible, type RunActionName } from '../../../extension/commands/possibleActions';
import { runContext } from '../../../extension/commands/runContextKeys';
import { contextKeys } from '../../../extension/ids';
import type { EngineLink } from '../../../extension/runs/shownRun';
import { shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const actions: readonly RunActionName[] = [
  'pause',
  'resume',
  'stop',
  'checkpoint',
  'cancel',
  'rename',
  'delete',
];
const possible = (state: ShownState, link: EngineLink = 'connected') =>
  actions.filter((action) => isPossible(action, shownRun('a', state, {}, { link })));

describe('what can be done to a run', () => {
  test.each<[ShownState, readonly RunActionName[]]>([
    ['queued', ['cancel', 'rename', 'delete']],
    ['preparing', ['stop', 'rename']],
    ['running', ['pause', 'stop', 'checkpoint', 'rename']],
    ['paused', ['resume', 'stop', 'checkpoint', 'rename']],
    ['finished', ['rename', 'delete']],
    ['stopped', ['resume', 'rename', 'delete']],
    ['failed', ['resume', 'rename', 'delete']],
    ['interrupted', ['resume', 'rename', 'delete']],
  ])('that is %s', (state, expected) => {
    expect(possible(state)).toEqual(expected);
  });

  test('is nothing where its engine belongs to a terminal or another machine', () => {
    expect(possible('running', 'watching')).toEqual([]);
    expect(notPossible('pause', shownRun('a', 'running', { host: 'gpu1' }, { link: 'watching' }))).toContain(
      'gpu1',
    );
  });

  test('that was refused for want of memory: it can begin in micro-batches', () => {
    const refused = shownRun('a', 'failed', { remedy: { microBatch: 64 } });
    expect(isPossible('trainInMicroBatches', refused)).toBe(true);
    expect(runContext([refused]).get(contextKeys.hasTooLarge)).toBe(true);
    const other = shownRun('a', 'failed');
    expect(isPossible('trainInMicroBatches', other)).toBe(false);
    expect(notPossible('trainInMicroBatches', other)).toContain('was not refused for want of memory');
  });

  test('and its place in the queue', () => {
    const at = (queuePosition: number) => shownRun('a', 'queued', {}, { queuePosition });
    expect(isPossible('moveUp', at(1))).toBe(false);
    expect(isPossible('moveUp', at(2))).toBe(true);
    expect(isPossible('moveDown', at(1))).toBe(true);
  });
});

test('the keys of menus say what some run makes possible', () => {
  const context = runContext([shownRun('a', 'running', {}, { link: 'connected' }), shownRun('b', 'failed')]);
  expect(Object.fromEntries(context)).toEqual({
    [contextKeys.hasRuns]: true,
    [contextKeys.hasRunning]: true,
    [contextKeys.hasResumable]: true,
    [contextKeys.hasTooLarge]: false,
    [contextKeys.hasStoppable]: true,
    [contextKeys.hasCheckpointable]: true,
    [contextKeys.hasQueued]: false,
  });
});
