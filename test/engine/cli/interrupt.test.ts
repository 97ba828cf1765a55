import { afterEach, expect, it, vi } from 'vitest';
import { watchInterrupts } from '../../../engine/cli/interrupt';

afterEach(() => vi.restoreAllMocks());

it('asks for an orderly end at the first Ctrl-C and ends the process at the second', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const onFirst = vi.fn();
  const watch = watchInterrupts(onFirst);
  try {
    expect(watch.exitCode()).toBeNull();
    process.emit('SIGINT', 'SIGINT');
    expect(watch.signal.aborted).toBe(true);
    expect(watch.exitCode()).toBe(130);
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT', 'SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
    expect(onFirst).toHaveBeenCalledTimes(1);
  } finally {
    watch.end();
  }
});

it('takes a scheduler at its word: a second SIGTERM does not cut the checkpoint short', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const watch = watchInterrupts(() => undefined);
  try {
    process.emit('SIGTERM', 'SIGTERM');
    process.emit('SIGTERM', 'SIGTERM');
    expect(watch.exitCode()).toBe(143);
    expect(exit).not.toHaveBeenCalled();
  } finally {
    watch.end();
  }
});

it('leaves the signals alone once it has ended', () => {
  const before = process.listenerCount('SIGINT');
  watchInterrupts(() => undefined).end();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
