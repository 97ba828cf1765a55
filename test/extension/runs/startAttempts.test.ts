import { expect, test } from 'vitest';
import { StartAttempts } from '../../../extension/runs/startAttempts';

const policy = { crashes: 3, withinMinutes: 5 };
const nobody = new Set<string>();

test('starts at once what somebody waits for, and leaves the rest to the engine before it for a moment', () => {
  const attempts = new StartAttempts(policy);
  expect(attempts.due(['a', 'b'], new Set(['a']), 0)).toEqual(['a']);
  expect(attempts.due(['b'], nobody, 1000)).toEqual([]);
  expect(attempts.due(['b'], nobody, 2000)).toEqual(['b']);
});

test('does not start a run twice', () => {
  const attempts = new StartAttempts(policy);
  attempts.started('a', 0);
  expect(attempts.starting).toEqual(['a']);
  expect(attempts.due(['a'], new Set(['a']), 60_000)).toEqual([]);
});

test('waits before it tries again, longer after each crash, and gives up after three', () => {
  const attempts = new StartAttempts(policy);
  const crash = (now: number) => {
    attempts.started('a', now);
    return attempts.ended('a', 'crashed', now);
  };
  expect(crash(0)).toBe('again');
  expect(attempts.due(['a'], nobody, 900)).toEqual([]);
  expect(attempts.due(['a'], nobody, 2000)).toEqual(['a']);
  expect(crash(2000)).toBe('again');
  expect(attempts.due(['a'], nobody, 3900)).toEqual([]);
  expect(attempts.due(['a'], nobody, 4000)).toEqual(['a']);
  expect(crash(4000)).toBe('giveUp');
});

test('a device that was taken is no crash', () => {
  const attempts = new StartAttempts(policy);
  for (let now = 0; now < 100_000; now += 10_000) {
    attempts.started('a', now);
    expect(attempts.ended('a', 'taken', now)).toBe('again');
    expect(attempts.due(['a'], nobody, now + 4000)).toEqual([]);
  }
  expect(attempts.due(['a'], nobody, 200_000)).toEqual(['a']);
});

test('a run that was overtaken starts from patience again', () => {
  const attempts = new StartAttempts(policy);
  attempts.due(['a'], nobody, 0);
  attempts.due(['b'], nobody, 1000);
  expect(attempts.due(['a'], nobody, 2000)).toEqual([]);
  expect(attempts.due(['a'], nobody, 4000)).toEqual(['a']);
});
