import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { DeviceTurns } from '../../../engine/executors/deviceTurns';
import { createQueuedRun, dequeue } from '../../../engine/runs/queuedRun';
import { laneOwner, tryLane } from '../../../engine/runs/runQueue';
import { temporaryFolder } from '../runs/temporaryFolder';

const folder = temporaryFolder();
const never = new AbortController().signal;

function turnsFor(patience = 60_000) {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  return { said, turns: new DeviceTurns({ runsFolder: folder(), lane: 'cpu', say, patience, lookEvery: 5 }) };
}

const queueRun = (backend: 'cpu' | 'webgpu' | 'auto') =>
  createQueuedRun({
    ...{ runsFolder: folder(), baseFolder: folder(), versions: { node: '1' } },
    config: runConfigSchema.parse({ name: backend, device: { backend } }),
  });

/** What a promise has come to after some looks at the queue; "waits" where it has not. */
async function soon<T>(promise: Promise<T>): Promise<T | 'waits'> {
  return Promise.race([promise, pause(60, 'waits' as const)]);
}

it('keeps other runs from the device while the study has it, several at a time of its own', async () => {
  const { turns, said } = turnsFor();
  const first = await turns.take(never);
  const second = await turns.take(never);
  expect(laneOwner(folder(), 'cpu')?.pid).toBe(process.pid);
  first?.();
  second?.();
  expect(laneOwner(folder(), 'cpu')?.pid).toBe(process.pid);
  turns.end();
  expect(laneOwner(folder(), 'cpu')).toBeNull();
  expect(said).toEqual([]);
});

it('waits for the run that has the device, and says so once', async () => {
  const other = tryLane(folder(), 'cpu');
  const { turns, said } = turnsFor();
  const turn = turns.take(never);
  expect(await soon(turn)).toBe('waits');
  other?.release();
  expect(await soon(turn)).toBeTypeOf('function');
  expect(said).toEqual([
    `Another run has the device "cpu" (process ${process.pid}); the study goes on after it.`,
  ]);
  turns.end();
});

it.each(['cpu', 'auto'] as const)(
  'lets a run go first that waits for "%s", once all of its own under way have ended',
  async (backend) => {
    const { turns } = turnsFor();
    const leave = await turns.take(never);
    const waiting = queueRun(backend);
    const turn = turns.take(never);
    expect(await soon(turn)).toBe('waits');
    expect(laneOwner(folder(), 'cpu')).not.toBeNull();
    leave?.();
    await pause(30);
    // The engine of the waiting run can take it now.
    const other = tryLane(folder(), 'cpu');
    expect(other).not.toBeNull();
    dequeue(waiting);
    expect(await soon(turn)).toBe('waits');
    other?.release();
    expect(await soon(turn)).toBeTypeOf('function');
    turns.end();
  },
);

it('does not mind runs that wait for another device', async () => {
  const { turns } = turnsFor();
  queueRun('webgpu');
  expect(await soon(turns.take(never))).toBeTypeOf('function');
  turns.end();
});

it('does not wait for ever for runs that nobody starts', async () => {
  const { turns } = turnsFor(100);
  queueRun('cpu');
  const turn = turns.take(never);
  expect(await soon(turn)).toBe('waits');
  await pause(100);
  const leave = await turn;
  expect(leave).toBeTypeOf('function');
  leave?.();
  // Nor does it wait for the same ones again.
  expect(await soon(turns.take(never))).toBeTypeOf('function');
  turns.end();
});

it('gives up waiting when the study is stopped', async () => {
  const other = tryLane(folder(), 'cpu');
  const stop = new AbortController();
  const turn = turnsFor().turns.take(stop.signal);
  expect(await soon(turn)).toBe('waits');
  stop.abort();
  expect(await turn).toBeNull();
  other?.release();
});
