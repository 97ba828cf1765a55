import { expect, test } from 'vitest';
import type { EngineExit } from '../../../extension/engine/forkEngine';
import { deathReason } from '../../../extension/runs/deathReason';

const ownLine = '2026-11-23T18:04:05.000Z info decoding 5,000 images';
const heap = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
const exit = (code: number | null, signal: NodeJS.Signals | null = null) => ({ code, signal, error: null });

test('a kill is named, with what may be behind it and what can be done', () => {
  expect(deathReason({ exit: exit(null, 'SIGKILL'), logTail: [ownLine], checkpointStep: 120 })).toBe(
    'the engine was killed (SIGKILL); the system may have been out of memory; Resume goes on from step 120',
  );
});

test('what Node.js wrote last is the reason, whoever started the engine', () => {
  const logTail = [ownLine, '<--- Last few GCs --->', heap, '----- Native stack trace -----', ' 1: 0xb8ced1'];
  for (const ended of [null, exit(null, 'SIGABRT')]) {
    expect(deathReason({ exit: ended, logTail, checkpointStep: null })).toBe(
      `the engine ran out of memory (${heap}); Resume begins again, as there is no checkpoint yet`,
    );
  }
});

test('words of an earlier engine are not taken for those of this one', () => {
  expect(deathReason({ exit: null, logTail: [heap, ownLine], checkpointStep: 7 })).toBe(
    'its process ended without a word; Resume goes on from step 7',
  );
});

test('a crash, an exit and an end from outside are told apart', () => {
  const reason = (ended: EngineExit, ...lines: string[]) =>
    deathReason({ exit: ended, logTail: [ownLine, ...lines], checkpointStep: 1 });
  expect(reason(exit(null, 'SIGSEGV'))).toContain('the engine crashed (SIGSEGV); Resume');
  expect(reason(exit(null, 'SIGTERM'))).toContain('the engine was ended from outside (SIGTERM)');
  expect(reason({ ...exit(null), error: 'spawn EACCES' })).toContain('could not be started (spawn EACCES)');
  expect(reason(exit(1), 'at main.js:3', 'TypeError: x is not a function.', '    at y')).toContain(
    'ended by itself with code 1: TypeError: x is not a function; Resume',
  );
});
