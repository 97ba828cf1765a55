import { expect, test, vi } from 'vitest';
import { evaluationFinding } from '../../../extension/evaluations/evaluationFinding';
import { evaluationLine } from '../../../extension/evaluations/evaluationLine';
import { protocols } from '../../../extension/evaluations/protocols';
import { protocolNames } from '../../../engine/runs/evaluationRecord';
import { evaluationOf } from './evaluationOf';

vi.mock('vscode', async () => await import('../fakeVscode'));

const nothing = { linear: null, knn: null, metrics: null, factors: null };

test('says what h and z predict, and what the head threw away, the most first', () => {
  expect(evaluationFinding(evaluationOf())).toBe(
    'h predicts the class at 63.3 %, z at 57.0 % (chance 50.0 %). z lost rotation (57.4 → 41.0 %), hue (75.5 → 60.5 %).',
  );
});

test('names three losses and counts the others', () => {
  const factors = Array.from({ length: 5 }, (_, i) => ({
    ...{ name: `factor ${i}`, kind: 'recorded' as const, classes: 2, chance: 0.5, h: 0.9 },
    z: 0.8 - i / 100,
  }));
  expect(evaluationFinding(evaluationOf({ ...nothing, factors }))).toBe(
    'z lost factor 4 (90.0 → 76.0 %), factor 3 (90.0 → 77.0 %), factor 2 (90.0 → 78.0 %) and 2 more.',
  );
});

test('a head that loses nothing is said to', () => {
  const factors = [{ name: 'hue', kind: 'recorded' as const, classes: 8, chance: 0.125, h: 0.755, z: 0.72 }];
  expect(evaluationFinding(evaluationOf({ ...nothing, factors }))).toBe('z keeps what h knows besides.');
});

test('falls back on what there is', () => {
  const { knn, metrics } = evaluationOf();
  expect(evaluationFinding(evaluationOf({ ...nothing, knn }))).toBe(
    'By nearest neighbours h predicts the class at 60.0 %, z at 55.0 % (chance 50.0 %).',
  );
  expect(evaluationFinding(evaluationOf({ ...nothing, metrics }))).toBe(
    'Effective rank: 12.3 of 64 in h, 5.0 of 64 in z.',
  );
  expect(evaluationFinding(evaluationOf({ ...nothing, factors: [] }))).toBe('');
});

test('a line has the first number, and the time as short as it can be', () => {
  const made = new Date(2026, 10, 24, 12, 4);
  const record = evaluationOf({ createdAt: made.toISOString() });
  const describe = (now: Date, changes = {}) =>
    evaluationLine('/e.json', { ...record, ...changes }, now).description;
  expect(describe(new Date(2026, 10, 24, 23, 0))).toBe('linear h 63.3 % · z 57.0 % · 12:04');
  expect(describe(new Date(2026, 10, 25, 1, 0), { linear: null })).toBe(
    'kNN h 60.0 % · z 55.0 % · 24 Nov 12:04',
  );
  expect(describe(new Date(2027, 0, 1), { linear: null, knn: null })).toBe('3 factors · 24 Nov 2026 12:04');
});

test('what was not asked for is not spoken of, by any protocol', () => {
  const record = evaluationOf(nothing);
  for (const name of protocolNames) {
    expect(protocols[name].brief(record)).toBe(null);
    expect(protocols[name].finding(record)).toBe(null);
    expect(protocols[name].facts(record)).toEqual([]);
  }
});
