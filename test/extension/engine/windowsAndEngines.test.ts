import { basename } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readEndpoint } from '../../../engine/runs/endpoint';
import { readRun } from '../../../engine/runs/readRun';
import { lockOwner } from '../../../engine/runs/runLock';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunEnd } from '../../../extension/runs/runStore';
import { endless, Engines, reached, stepsOf, trained } from '../../engine/serve/engines';
import { until } from '../../engine/serve/until';
import { tinyConfig } from '../../engine/train/tinyRun';
import { windows } from './windows';

vi.mock('vscode', async () => await import('../fakeVscode'));

const engines = new Engines();
const { open } = windows();

const oneThread = { threads: 1, loaderThreads: 1 };
const request = (name: string, changes: object) => ({
  config: tinyConfig({ name, device: oneThread, ...changes }),
  baseFolder: engines.folder,
});

function killEngine(folder: string): void {
  const owner = lockOwner(runPaths(folder).lock);
  if (owner === null) throw new Error('nobody holds the lock');
  process.kill(owner.pid, 'SIGKILL');
}

test('a run is started, heard, held, looked at, continued and stopped', async () => {
  const { store, control } = open(engines.folder);
  const folder = await control.start(request('held', endless));
  await until(() => store.get(folder)?.link === 'connected' && store.get(folder)?.run.state === 'running');
  await control.pause(folder);
  expect(store.get(folder)?.run.state).toBe('paused');
  const steps = stepsOf(folder).length;
  expect((await control.pairs(folder, 2)).pairs).toHaveLength(2);
  expect(await control.checkpoint(folder)).toBe(stepsOf(folder).at(-1));
  await control.rename(folder, 'another name');
  await until(() => store.get(folder)?.title === 'another name');
  expect(stepsOf(folder)).toHaveLength(steps);
  await control.resume(folder);
  await trained(folder, steps + 5);
  await control.stop(folder);
  await until(() => store.get(folder)?.run.state === 'stopped');
  await until(() => readEndpoint(folder) === null);
});

test('a run that is started finishes, which is news', async () => {
  const { store, control } = open(engines.folder);
  const ends: RunEnd[] = [];
  store.onDidEnd((end) => ends.push(end));
  const folder = await control.start(request('short', { epochs: 2 }));
  await until(() => ends.length > 0);
  expect(ends[0]).toMatchObject({ shown: { run: { state: 'finished' }, link: 'none' }, lastLines: [] });
  expect(stepsOf(folder).at(-1)).toBe(16);
});

test('an engine that is killed leaves a failed run that says why and goes on when it is resumed', async () => {
  const { store, control } = open(engines.folder);
  const ends: RunEnd[] = [];
  store.onDidEnd((end) => ends.push(end));
  const folder = await control.start(request('killed', endless));
  await trained(folder, 10);
  killEngine(folder);
  await until(() => ends.length > 0);
  expect(ends[0]?.shown.run.record.reason).toMatch(
    /^the engine was killed \(SIGKILL\); the system may have been out of memory; Resume goes on from step \d+$/,
  );
  expect(ends[0]?.lastLines.at(-1)).toContain('SIGKILL');
  const step = stepsOf(folder).at(-1) ?? 0;
  await control.resume(folder);
  await until(() => store.get(folder)?.link === 'connected');
  await trained(folder, step + 5);
  await control.stop(folder);
  await until(() => store.get(folder)?.run.state === 'stopped');
});

test('runs wait for their device, and the next one starts when it is free, even after a crash', async () => {
  const { store, control } = open(engines.folder);
  const first = await control.start(request('first', endless));
  const second = await control.start(request('second', endless));
  const third = await control.start(request('third', endless));
  await reached(first, 'running');
  await until(() => store.get(third)?.queuePosition === 2);
  expect(store.get(second)).toMatchObject({ queuePosition: 1, run: { state: 'queued' } });
  await control.stop(first);
  await reached(second, 'running');
  killEngine(second);
  await reached(third, 'running');
  await until(() => store.get(second)?.run.state === 'failed');
  expect(readRun(first).state).toBe('stopped');
});

test('a run outlives its window, and the next window finds it', async () => {
  const first = open(engines.folder);
  const folder = await first.control.start(request('alive', endless));
  await until(() => first.store.get(folder)?.link === 'connected');
  first.close();
  await trained(folder, (stepsOf(folder).at(-1) ?? 0) + 5);
  const second = open(engines.folder);
  await until(() => second.store.get(folder)?.link === 'connected');
  expect(second.store.runs.map(({ run }) => run.id)).toEqual([basename(folder)]);
  await second.control.stop(folder);
  await until(() => second.store.get(folder)?.run.state === 'stopped');
});
