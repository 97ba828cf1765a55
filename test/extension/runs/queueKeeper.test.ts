import { afterEach, expect, test, vi } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { createQueuedRun } from '../../../engine/runs/queuedRun';
import { readRun } from '../../../engine/runs/readRun';
import { laneLockPath, readQueue } from '../../../engine/runs/runQueue';
import { acquireLock } from '../../../engine/runs/runLock';
import { RunWriter } from '../../../engine/runs/runWriter';
import type { EngineExit } from '../../../extension/engine/forkEngine';
import { QueueKeeper, type QueueKeeperParts } from '../../../extension/runs/queueKeeper';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { endedRun, quiet } from './diskRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const runs = temporaryFolder();
const keepers: QueueKeeper[] = [];
afterEach(() => keepers.splice(0).forEach((keeper) => keeper.dispose()));

function keep(parts: Partial<QueueKeeperParts>) {
  const report = vi.fn<(message: string) => void>();
  const start = vi.fn<QueueKeeperParts['start']>(() =>
    Promise.resolve({ ended: new Promise(() => undefined) }),
  );
  const keeper = new QueueKeeper({
    runsFolder: runs,
    mayStart: () => true,
    start,
    changed: () => undefined,
    report,
    log: quiet,
    ...parts,
  });
  keepers.push(keeper);
  return { keeper, report, start };
}

const queueRun = (name: string) =>
  createQueuedRun({
    runsFolder: runs(),
    config: runConfigSchema.parse({ name, device: { backend: 'cpu' } }),
    baseFolder: runs(),
    versions: {},
  });
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
const ended = (exit: Partial<EngineExit>) =>
  Promise.resolve({ ended: Promise.resolve({ code: null, signal: null, error: null, ...exit }) });

test('starts the first run of a free device, once', async () => {
  const first = queueRun('first');
  queueRun('second');
  const { keeper, start } = keep({});
  keeper.hurry(first);
  keeper.look();
  expect(start.mock.calls).toEqual([[first]]);
});

test('starts nothing while the device is taken, nor in a window that may not', () => {
  const folder = queueRun('waits');
  const untrusted = keep({ mayStart: () => false });
  untrusted.keeper.hurry(folder);
  expect(untrusted.start).not.toHaveBeenCalled();
  const { keeper, start } = keep({});
  const lane = acquireLock(laneLockPath(runs(), 'cpu'));
  keeper.hurry(folder);
  expect(start).not.toHaveBeenCalled();
  lane.release();
  keeper.hurry(folder);
  expect(start).toHaveBeenCalledWith(folder);
});

test('a run whose turn has come without anybody starting it gets its engine after a moment', async () => {
  const folder = queueRun('waits');
  const { keeper, start } = keep({});
  keeper.look();
  expect(start).not.toHaveBeenCalled();
  await until(() => expect(start).toHaveBeenCalledWith(folder));
});

test('an engine that dies at once three times leaves the run failed with the reason', async () => {
  const folder = queueRun('broken');
  const start = vi.fn<QueueKeeperParts['start']>(() => ended({ signal: 'SIGSEGV' }));
  const { keeper } = keep({ start });
  keeper.hurry(folder);
  await until(() => expect(readRun(folder).state).toBe('failed'));
  expect(start).toHaveBeenCalledTimes(3);
  expect(readRun(folder).record.reason).toContain('the engine crashed (SIGSEGV)');
  expect(readQueue(runs())).toEqual([]);
});

test('an engine that has done its work is not held against the next', async () => {
  const folder = queueRun('good');
  const start = vi.fn<QueueKeeperParts['start']>(async (path) => {
    const writer = RunWriter.reopen(path, {});
    writer.setState('finished');
    writer.close();
    return await ended({ code: 0 });
  });
  const { keeper } = keep({ start });
  keeper.hurry(folder);
  await until(() => expect(readRun(folder).state).toBe('finished'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(start).toHaveBeenCalledTimes(1);
});

test('says once why nothing can be started, and leaves the queue as it is', async () => {
  const folder = queueRun('waits');
  const start = vi.fn<QueueKeeperParts['start']>(() => Promise.reject(new Error('no Node.js')));
  const { keeper, report } = keep({ start });
  keeper.hurry(folder);
  await until(() => expect(report).toHaveBeenCalledWith('no Node.js'));
  expect(readRun(folder).state).toBe('queued');
  expect(readQueue(runs())).toHaveLength(1);
});

test('puts a queued run that the queue has lost back into it', () => {
  const folder = endedRun(runs(), 'queued', 'lost');
  const { keeper } = keep({});
  keeper.repair([readRun(folder).id]);
  expect(readQueue(runs()).map(({ id }) => id)).toEqual([readRun(folder).id]);
});
