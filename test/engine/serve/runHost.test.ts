import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { assetPath } from '../../../engine/assets';
import { latestCheckpoint } from '../../../engine/runs/checkpoints';
import { markFailed } from '../../../engine/runs/markFailed';
import { queueAgain } from '../../../engine/runs/queuedRun';
import { readRun } from '../../../engine/runs/readRun';
import { lockOwner } from '../../../engine/runs/runLock';
import { laneOwner, readQueue, tryLane } from '../../../engine/runs/runQueue';
import { runPaths } from '../../../engine/runs/runPaths';
import { endless, Engines, reached, stepsOf, trained } from './engines';
import { until } from './until';

const engines = new Engines();
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

it('trains waiting runs one after another, each engine starting the next', async () => {
  const runs = ['a', 'b', 'c'].map((name) => engines.queue(name));
  const first = engines.start(runs[0] ?? '');
  await until(() => readRun(runs[0] ?? '').state === 'running');
  expect(readQueue(engines.folder).map(({ id }) => id.slice(-1))).toEqual(['b', 'c']);
  expect(laneOwner(engines.folder, 'cpu')?.pid).toBe(first.child.pid);
  expect(await first.exit).toEqual({ code: 0, signal: null });
  const ended = await Promise.all(runs.map((run) => reached(run, 'finished')));
  const starts = ended.map(({ paths }) => {
    const [, time] = /^(\S+) info state: preparing/m.exec(readFileSync(paths.log, 'utf8')) ?? [];
    return time ?? '';
  });
  const ends = ended.map(({ record }) => record.updatedAt);
  expect(starts[1]?.localeCompare(ends[0] ?? '')).toBe(1);
  expect(starts[2]?.localeCompare(ends[1] ?? '')).toBe(1);
  for (const run of runs) expect(stepsOf(run)).toEqual(range(0, 16));
  expect(readQueue(engines.folder)).toEqual([]);
  await until(() => laneOwner(engines.folder, 'cpu') === null);
  for (const run of runs) expect(existsSync(runPaths(run).endpoint)).toBe(false);
});

it('leaves a run queued whose device is taken, and does not train one that waits no more', async () => {
  const [busy, waiting] = [engines.queue('busy', endless), engines.queue('waiting')];
  const first = engines.start(busy);
  await trained(busy, 1);
  expect((await engines.start(waiting).exit).code).toBe(3);
  expect(readRun(waiting).state).toBe('queued');
  expect(readQueue(engines.folder)).toHaveLength(1);
  expect((await engines.start(busy).exit).code).toBe(3);

  first.child.kill('SIGTERM');
  expect((await first.exit).code).toBe(0);
  await reached(waiting, 'finished');
  await until(() => laneOwner(engines.folder, 'cpu') === null);
  expect((await engines.start(waiting).exit).code).toBe(3);
  expect(readRun(waiting).state).toBe('finished');
});

it('finds out what runs wait for that leave their device open, and starts those that wait for another', async () => {
  const lane = tryLane(engines.folder, 'webgpu');
  onTestFinished(() => lane?.release());
  const open = { device: { gpu: 'any that there is' } };
  const [first, , other] = [engines.queue('a', open), engines.queue('b', open), engines.queue('other')];
  expect((await engines.start(first ?? '').exit).code).toBe(3);
  expect(readQueue(engines.folder)[0]).toMatchObject({ lane: 'webgpu' });
  await reached(other ?? '', 'finished');
  expect(readQueue(engines.folder).map((entry) => entry.lane)).toEqual(['webgpu', 'webgpu']);
  expect(readRun(first ?? '').state).toBe('queued');
});

it('writes a checkpoint on SIGTERM and goes on from it when it is queued again', async () => {
  const run = engines.queue('a', { epochs: 20 });
  const { child, exit } = engines.start(run);
  await trained(run, 3);
  child.kill('SIGTERM');
  expect(await exit).toEqual({ code: 0, signal: null });
  const { state, record, paths } = readRun(run);
  expect(state).toBe('stopped');
  expect(latestCheckpoint(paths.checkpoints)?.step).toBe(record.progress?.step);
  expect(lockOwner(paths.lock)).toBeNull();
  queueAgain(run);
  expect((await engines.start(run).exit).code).toBe(0);
  expect(readRun(run).state).toBe('finished');
  expect(stepsOf(run)).toEqual(range(0, 160));
});

it('killed, is found dead, marked failed, queued again, and resumes without repeating a step in the metrics', async () => {
  const run = engines.queue('a', { epochs: 12 });
  const { child, exit } = engines.start(run);
  await trained(run, 6);
  child.kill('SIGKILL');
  await exit;
  expect(lockOwner(runPaths(run).lock)).toBeNull();
  expect(laneOwner(engines.folder, 'cpu')).toBeNull();
  expect(readRun(run).state).toBe('interrupted');
  expect(markFailed(run, 'its process was killed')).toBe(true);
  expect(readRun(run).record).toMatchObject({ state: 'failed', reason: 'its process was killed' });
  queueAgain(run);
  expect((await engines.start(run).exit).code).toBe(0);
  expect(readRun(run).state).toBe('finished');
  expect(stepsOf(run)).toEqual(range(0, 96));
});

it('outlives its parent, a closed channel and a closed terminal', async () => {
  const run = engines.queue('a', endless);
  const script = `
    const { fork } = require('node:child_process');
    const [script, run] = process.argv.slice(1);
    fork(script, ['run', run], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['-e', script, assetPath('main.js'), run], {
    env: engines.environment,
    stdio: 'ignore',
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  await trained(run, 2);
  const pid = lockOwner(runPaths(run).lock)?.pid ?? 0;
  expect(pid).not.toBe(parent.pid);
  const gone = once(parent, 'exit');
  parent.kill('SIGKILL');
  await gone;
  process.kill(pid, 'SIGHUP');
  await trained(run, (stepsOf(run).at(-1) ?? 0) + 5);
  expect(readRun(run).state).toBe('running');
  process.kill(pid, 'SIGINT');
  await reached(run, 'stopped');
});

it("keeps a run that was refused for the user's mistake, with the reason, and starts the next", async () => {
  const wrong = engines.queue('wrong', { batchSize: 65 });
  const next = engines.queue('next');
  expect((await engines.start(wrong).exit).code).toBe(1);
  expect(readRun(wrong).record).toMatchObject({ state: 'failed' });
  expect(readRun(wrong).record.reason).toContain('batchSize is 65, but there are only 64 images');
  await reached(next, 'finished');
});

it('records an error that nobody foresaw, with its stack in the log, and starts the next run', async () => {
  const run = engines.queue('a', endless);
  const crash = join(engines.folder, 'crash.js');
  writeFileSync(
    crash,
    `const { existsSync } = require('node:fs');
     const wait = setInterval(() => {
       if (existsSync(${JSON.stringify(`${run}/engine.json`)})) throw new Error('boom');
     }, 50);
     wait.unref();`,
  );
  expect((await engines.start(run, '--require', crash).exit).code).toBe(1);
  const { record, paths } = readRun(run);
  expect(record).toMatchObject({
    state: 'failed',
    reason: 'something went wrong that should not: boom',
  });
  expect(readFileSync(paths.log, 'utf8')).toMatch(/ error Error: boom\n +at /);
  expect(existsSync(paths.endpoint)).toBe(false);
  expect(laneOwner(engines.folder, 'cpu')).toBeNull();
});

it('fails a queued run whose engine cannot even load, so that it is not tried again and again', async () => {
  const run = engines.queue('a');
  const crash = join(engines.folder, 'crash.js');
  writeFileSync(
    crash,
    `const { Module } = require('node:module');
     const load = Module._load;
     Module._load = (name, ...rest) => {
       if (name === 'sharp') throw new Error('sharp is not made for this machine');
       return load(name, ...rest);
     };`,
  );
  expect((await engines.start(run, '--require', crash).exit).code).toBe(1);
  expect(readRun(run).record).toMatchObject({ state: 'failed' });
  expect(readRun(run).record.reason).toContain('sharp is not made for this machine');
  expect(readQueue(engines.folder)).toEqual([]);
});

it('says what it is for where it is called without sense', async () => {
  for (const args of [[], ['run'], ['dance'], ['tools']]) {
    const child = spawn(process.execPath, [assetPath('main.js'), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(errors).toMatch(/^(say "run RUN_FOLDER" or "tools"|"tools" is for a program that forks.*)\n$/);
  }
});
