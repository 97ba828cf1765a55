import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { createQueuedRun, dequeue, queueAgain } from '../../../engine/runs/queuedRun';
import { readRun } from '../../../engine/runs/readRun';
import { repairQueue } from '../../../engine/runs/repairQueue';
import { lockOwner } from '../../../engine/runs/runLock';
import {
  changeQueue,
  laneOwner,
  nextRuns,
  readQueue,
  settleLane,
  tryLane,
} from '../../../engine/runs/runQueue';
import { RunWriter } from '../../../engine/runs/runWriter';
import { buildProgram, startProgram } from './program';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

const newRun = (name: string, changes: RunConfigInput = {}) => ({
  runsFolder: folder(),
  config: runConfigSchema.parse({ name, device: { backend: 'cpu' }, ...changes }),
  baseFolder: folder(),
  versions: { node: '1' },
});
const queuedIds = () => readQueue(folder()).map(({ id }) => id.replace(/^.*_/, ''));
const onDisk = (run: string) => readRun(run).record.state;

/** A run in some state, without a process. */
function run(name: string, state: 'stopped' | 'failed' | 'finished' | 'running'): string {
  const writer = RunWriter.create(newRun(name));
  writer.setState(state, state === 'failed' ? 'the disk was full' : null);
  writer.close();
  return writer.paths.folder;
}

it('queues new runs in the order of their making, without a process', () => {
  const runs = ['a', 'b', 'c'].map((name) => createQueuedRun(newRun(name)));
  expect(queuedIds()).toEqual(['a', 'b', 'c']);
  for (const made of runs) {
    expect(readRun(made).state).toBe('queued');
    expect(lockOwner(readRun(made).paths.lock)).toBeNull();
  }
  expect(nextRuns(folder())).toEqual([runs[0]]);
});

it('offers the first run of each device that is free', () => {
  const cpu = ['a', 'b'].map((name) => createQueuedRun(newRun(name)));
  const gpu = createQueuedRun(newRun('c', { device: { backend: 'webgpu' } }));
  expect(nextRuns(folder())).toEqual([cpu[0], gpu]);

  const lane = tryLane(folder(), 'cpu');
  expect(laneOwner(folder(), 'cpu')?.pid).toBe(process.pid);
  expect(tryLane(folder(), 'cpu')).toBeNull();
  expect(nextRuns(folder())).toEqual([gpu]);
  lane?.release();
  expect(laneOwner(folder(), 'cpu')).toBeNull();

  rmSync(cpu[0] ?? '', { recursive: true });
  expect(nextRuns(folder())).toEqual([cpu[1], gpu]);
});

it('offers a run whose device is open and none behind it, until an engine has found out what it waits for', () => {
  const open = (gpu: string) => ({ device: { backend: 'auto' as const, gpu } });
  const first = createQueuedRun(newRun('first'));
  const [a, b, other] = [
    createQueuedRun(newRun('a', open('auto'))),
    createQueuedRun(newRun('b', open('auto'))),
    createQueuedRun(newRun('other', open('A4000'))),
  ];
  createQueuedRun(newRun('gpu', { device: { backend: 'webgpu' } }));
  const lanes = () => readQueue(folder()).map(({ lane }) => lane);
  expect(lanes()).toEqual(['cpu', 'auto', 'auto', 'auto', 'webgpu']);
  expect(nextRuns(folder())).toEqual([first, a]);

  const { device } = readRun(a).record.config;
  settleLane(folder(), basename(a), device, 'cpu');
  expect(lanes()).toEqual(['cpu', 'cpu', 'cpu', 'auto', 'webgpu']);
  expect(nextRuns(folder())).toEqual([first, other]);
  settleLane(folder(), basename(other), readRun(other).record.config.device, 'webgpu');
  expect(nextRuns(folder())).toEqual([first, other]);
  const lane = tryLane(folder(), 'cpu');
  expect(nextRuns(folder())).toEqual([other]);
  lane?.release();

  // As earlier versions wrote it.
  changeQueue(folder(), (entries) => entries.map((entry) => ({ ...entry, lane: 'cpu' as const })));
  settleLane(folder(), basename(b), device, 'webgpu');
  expect(lanes()).toEqual(['cpu', 'cpu', 'webgpu', 'cpu', 'cpu']);
});

it('queues ended runs again at the end, and no others', () => {
  createQueuedRun(newRun('first'));
  const ended = (['stopped', 'failed', 'running'] as const).map((state) => run(state, state));
  for (const each of ended) queueAgain(each);
  expect(queuedIds()).toEqual(['first', 'stopped', 'failed', 'running']);
  expect(ended.map((each) => readRun(each).record)).toMatchObject(
    ended.map(() => ({ state: 'queued', reason: null })),
  );

  const finished = run('finished', 'finished');
  expect(() => queueAgain(finished)).toThrow('is finished');
  expect(onDisk(finished)).toBe('finished');
  const writer = RunWriter.create(newRun('alive'));
  expect(() => queueAgain(writer.paths.folder)).toThrow('already open in this process');
  writer.close();
  expect(queuedIds()).not.toContain('alive');
});

it('takes a queued run out, and leaves one alone that does not wait', () => {
  const [a, b] = ['a', 'b'].map((name) => createQueuedRun(newRun(name))) as [string, string];
  dequeue(a);
  expect(queuedIds()).toEqual(['b']);
  expect(readRun(a).record).toMatchObject({ state: 'stopped', reason: 'taken out of the queue' });
  expect(() => dequeue(a)).toThrow(/_a does not wait in the queue: it is stopped/);
  const engine = RunWriter.reopen(b, {});
  expect(() => dequeue(b)).toThrow('already open');
  engine.close();
});

it('lets several processes change the queue at once and loses nothing', async () => {
  const program = buildProgram('changeQueue', folder());
  const names = ['p', 'q', 'r'];
  const started = await Promise.all(names.map((name) => startProgram(program, folder(), name)));
  const ended = started.map(({ child }) => once(child, 'exit'));
  for (const { child } of started) child.stdin?.write('go\n');
  expect((await Promise.all(ended)).map(([code]) => code as unknown)).toEqual([0, 0, 0]);
  const odd = Array.from({ length: 20 }, (_, i) => 2 * i + 1);
  for (const name of names) {
    const kept = queuedIds().filter((id) => id.startsWith(name));
    expect(kept).toEqual(odd.map((i) => `${name}-${i}`));
  }
});

it('repairs what a killed process left: runs without an entry, entries without a run', () => {
  const [a, b] = ['a', 'b'].map((name) => createQueuedRun(newRun(name))) as [string, string];
  const stopped = run('stopped', 'stopped');
  changeQueue(folder(), ([first]) =>
    ['gone', basename(stopped)].map((id) => ({ id, lane: 'cpu' as const, addedAt: first?.addedAt ?? '' })),
  );
  repairQueue(folder());
  expect(queuedIds()).toEqual(['a', 'b']);

  changeQueue(folder(), () => []);
  // A caller's list may be behind the disk.
  repairQueue(folder(), [basename(stopped), basename(b), 'gone']);
  expect(queuedIds()).toEqual(['b']);
  expect(nextRuns(dirname(a))).toEqual([b]);
});

it('takes a damaged queue for an empty one', () => {
  createQueuedRun(newRun('a'));
  writeFileSync(join(folder(), 'queue.json'), '[{"id": "x", "lane": "cpu"');
  expect(readQueue(folder())).toEqual([]);
  writeFileSync(join(folder(), 'queue.json'), '[{"id": "x", "lane": "tpu", "addedAt": "now"}, 3]');
  expect(readQueue(folder())).toEqual([]);
  repairQueue(folder());
  expect(queuedIds()).toEqual(['a']);
});

it('says so where the queue cannot be written', () => {
  writeFileSync(join(folder(), 'file'), '');
  expect(() => changeQueue(join(folder(), 'file'), () => [])).toThrow(/cannot be written/);
  mkdirSync(join(folder(), 'empty'));
  expect(changeQueue(join(folder(), 'empty'), () => [])).toEqual([]);
});
