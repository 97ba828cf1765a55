import { expect, test, vi } from 'vitest';
import { runFacts } from '../../../extension/views/runFacts';
import { planOf, shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

test('compares the result with the untrained encoder and chance', () => {
  const facts = new Map(
    runFacts(
      shownRun('a', 'finished', {
        plan: planOf(400),
        progress: { step: 400, epoch: 100, time: 90, 'probe.h': 0.5 },
        best: { step: 380, value: 0.6 },
        summary: {
          ...{ state: 'finished', runFolder: '/a', steps: 400, seconds: 152, lossStart: 5.4, lossEnd: 4.302 },
          linear: { h: 0.592, z: 0.566, untrainedH: 0.257, untrainedZ: 0.25, chance: 0.1 },
          knn: { h: 0.567, untrainedH: 0.247, chance: 0.1 },
        },
      }),
    ),
  );
  expect(facts.get('Linear probe on h')).toBe('59.2 % (untrained 25.7 %, chance 10.0 %)');
  expect(facts.get('Nearest neighbours on h')).toBe('56.7 % (untrained 24.7 %, chance 10.0 %)');
  expect(facts.get('Best checkpoint')).toBe('step 380, probe on h 60.0 %');
  expect(facts.get('Training')).toBe('2 min 32 s');
  expect(facts.get('Loss')).toBe('4.30');
});

test('says why a run is in its state, and how long one in training will take', () => {
  const failed = new Map(runFacts(shownRun('a', 'failed', { reason: 'the disk is full' })));
  expect(failed.get('State')).toBe('failed: the disk is full');
  const running = shownRun(
    'a',
    'running',
    { plan: planOf(400), progress: { step: 100, epoch: 25, time: 50 } },
    { stepsPerSecond: 2.5 },
  );
  expect(new Map(runFacts(running)).get('Training')).toBe('50 s, 2 min left');
});
