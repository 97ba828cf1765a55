import { expect, test } from 'vitest';
import { mayRestart } from '../../../extension/engine/restartPolicy';

const policy = { crashes: 3, withinMinutes: 5 };
const minute = 60_000;

test('a process that keeps crashing is left alone', () => {
  expect(mayRestart(policy, [], 0)).toBe(true);
  expect(mayRestart(policy, [0, 1000], 2000)).toBe(true);
  expect(mayRestart(policy, [0, 1000, 2000], 3000)).toBe(false);
});

test('crashes of long ago are forgotten', () => {
  const crashes = [0, minute, 2 * minute];
  expect(mayRestart(policy, crashes, 4.9 * minute)).toBe(false);
  expect(mayRestart(policy, crashes, 5.1 * minute)).toBe(true);
});
