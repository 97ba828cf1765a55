import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rm } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { ResponseError } from 'vscode-jsonrpc/node';
import { runConfigSchema } from '../../../engine/config/runConfig';
import {
  checkpointRequest,
  continueRequest,
  pauseRequest,
  stopRequest,
} from '../../../engine/protocol/runProtocol';
import { readEndpoint, writeEndpoint } from '../../../engine/runs/endpoint';
import { readRun } from '../../../engine/runs/readRun';
import { readQueue } from '../../../engine/runs/runQueue';
import { RunWriter } from '../../../engine/runs/runWriter';
import { EngineRunControl, type RunControlParts } from '../../../extension/runs/engineRunControl';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { trainingState } from '../../engine/runs/trainingStates';
import { FakeEngine } from '../engine/fakeEngine';
import { endedRun, newRun, openStore } from './diskRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();
const runs = () => join(folder(), 'runs');
const opened: { dispose(): void }[] = [];
afterEach(() => opened.splice(0).forEach((thing) => thing.dispose()));

async function open(parts: Partial<RunControlParts> = {}) {
  const store = openStore(runs());
  opened.push(store);
  const hurry = vi.fn<(folder: string) => void>();
  const control = new EngineRunControl({
    store,
    keeper: { hurry, look: () => undefined },
    mayStart: () => true,
    checkEngine: () => Promise.resolve(),
    removeFolder: (path) => rm(path, { recursive: true }),
    ...parts,
  });
  await store.refresh();
  return { store, control, hurry };
}

/** A run that this process writes, with an engine that does and records what it is told. */
async function liveRun(): Promise<{ folder: string; heard: string[] }> {
  const writer = newRun(runs(), { name: 'live' });
  writer.setState('running');
  const heard: string[] = [];
  const engine = await FakeEngine.open((client) => {
    client.onRequest(pauseRequest, () => (heard.push('pause'), writer.setState('paused'), null));
    client.onRequest(continueRequest, () => (heard.push('continue'), writer.setState('running'), null));
    client.onRequest(stopRequest, () => (heard.push('stop'), null));
    client.onRequest(checkpointRequest, () => new ResponseError(1, 'there is no step yet'));
  });
  writeEndpoint(writer.paths.folder, engine.endpoint);
  opened.push({ dispose: () => (engine.close(), writer.close()) });
  return { folder: writer.paths.folder, heard };
}

const config = runConfigSchema.parse({ name: 'mine' });

test('starting makes a queued run, shows it at once and hurries', async () => {
  const { store, control, hurry } = await open();
  const path = await control.start({ config, baseFolder: folder() });
  expect(readRun(path)).toMatchObject({ state: 'queued', record: { baseFolder: folder() } });
  expect(store.get(path)).toMatchObject({ title: 'mine', queuePosition: 1 });
  expect(hurry).toHaveBeenCalledWith(path);
});

test('leaves no run behind where it may not start, or has no Node to start with', async () => {
  const untrusted = await open({ mayStart: () => false });
  await expect(untrusted.control.start({ config, baseFolder: folder() })).rejects.toThrow('not trusted');
  const checkEngine = () => Promise.reject(new Error('no Node.js'));
  const helpless = await open({ checkEngine });
  await expect(helpless.control.start({ config, baseFolder: folder() })).rejects.toThrow('no Node.js');
  expect(existsSync(runs())).toBe(false);
});

test('pauses, goes on and stops through the engine, and passes its words on', async () => {
  const live = await liveRun();
  const { store, control } = await open();
  await control.pause(live.folder);
  expect(store.get(live.folder)?.run.state).toBe('paused');
  await control.resume(live.folder);
  expect(store.get(live.folder)?.run.state).toBe('running');
  await control.stop(live.folder);
  expect(live.heard).toEqual(['pause', 'continue', 'stop']);
  await expect(control.checkpoint(live.folder)).rejects.toThrow('there is no step yet');
});

test('a run that has ended is queued again, at the end', async () => {
  const path = endedRun(runs(), 'stopped', 'old');
  const { control, hurry } = await open();
  const other = await control.start({ config, baseFolder: folder() });
  await control.resume(path);
  expect(readRun(path).state).toBe('queued');
  expect(readQueue(runs()).map(({ id }) => id)).toEqual([other, path].map((run) => basename(run)));
  expect(hurry).toHaveBeenLastCalledWith(path);
});

test('a run that was refused for want of memory is queued with the micro-batch that is likely to fit', async () => {
  const writer = newRun(runs(), { name: 'large', batchSize: 256 });
  writer.update({ remedy: { microBatch: 64 } });
  writer.setState('failed', 'the GPU has no room');
  writer.close();
  const path = writer.paths.folder;
  const { store, control, hurry } = await open();
  await control.trainInMicroBatches(path);
  expect(store.get(path)?.run).toMatchObject({
    state: 'queued',
    record: { reason: null, config: { batchSize: 256, microBatch: 64 } },
  });
  expect(readRun(path).record.remedy).toBeUndefined();
  expect(hurry).toHaveBeenCalledWith(path);
  await expect(control.trainInMicroBatches(path)).rejects.toThrow('it is queued');
});

test('goes on from an earlier checkpoint with a branch, and from the latest with the run itself', async () => {
  const path = endedRun(runs(), 'stopped', 'old');
  const writer = RunWriter.reopen(path, {});
  for (const step of [10, 20]) await writer.saveCheckpoint(trainingState(step));
  writer.setState('stopped');
  writer.close();
  const { store, control, hurry } = await open();

  const branch = await control.resumeFrom(path, 10);
  expect(hurry).toHaveBeenLastCalledWith(branch);
  expect(store.get(branch)).toMatchObject({ title: 'old from step 10', queuePosition: 1 });
  expect(readRun(path).state).toBe('stopped');

  expect(await control.resumeFrom(path, 20)).toBe(path);
  expect(readRun(path).state).toBe('queued');
  await expect(control.resumeFrom(path, 20)).rejects.toThrow('goes on from this checkpoint by itself');
  await expect(control.resumeFrom(path, 15)).rejects.toThrow('does not keep the checkpoint "step 15"');
});

test('makes one branch of a checkpoint, however often it is asked meanwhile', async () => {
  const path = endedRun(runs(), 'finished', 'old');
  const writer = RunWriter.reopen(path, {});
  for (const step of [10, 20]) await writer.saveCheckpoint(trainingState(step));
  writer.setState('finished');
  writer.close();
  const { store, control } = await open();
  const [first, again, other] = await Promise.all([10, 10, 20].map((step) => control.resumeFrom(path, step)));
  expect(again).toBe(first);
  expect(store.runs.map(({ title }) => title).sort()).toEqual([
    ...['old', 'old from step 10', 'old from step 20'],
  ]);
  expect(await control.resumeFrom(path, 10)).not.toBe(first);
  expect(other).not.toBe(first);
});

test('makes no branch where it may not start', async () => {
  const path = endedRun(runs(), 'finished', 'old');
  const writer = RunWriter.reopen(path, {});
  await writer.saveCheckpoint(trainingState(10));
  writer.setState('finished');
  writer.close();
  const { store, control } = await open({ mayStart: () => false });
  await expect(control.resumeFrom(path, 10)).rejects.toThrow('not trusted');
  await store.refresh();
  expect(store.runs).toHaveLength(1);
});

test('queued runs can be moved and taken out', async () => {
  const { store, control } = await open();
  const first = await control.start({ config, baseFolder: folder() });
  const second = await control.start({ config, baseFolder: folder() });
  await control.moveInQueue(second, -1);
  expect(store.get(second)?.queuePosition).toBe(1);
  await control.stop(first);
  expect(store.get(first)?.run.state).toBe('stopped');
  expect(readQueue(runs()).map(({ id }) => id)).toEqual([basename(second)]);
});

test('renames a run that has no engine', async () => {
  const path = endedRun(runs(), 'finished', 'old');
  const { store, control } = await open();
  await control.rename(path, 'new');
  expect(store.get(path)?.title).toBe('new');
});

test('removes what has ended and nothing else', async () => {
  const ended = endedRun(runs(), 'finished', 'old');
  const live = await liveRun();
  const { store, control } = await open();
  await expect(control.remove(live.folder)).rejects.toThrow('live has not ended: stop it');
  await control.remove(ended);
  expect(existsSync(ended)).toBe(false);
  expect(store.get(ended)).toBeUndefined();
});

test('says why a run cannot be told anything', async () => {
  const ended = endedRun(runs(), 'finished', 'old');
  const live = await liveRun();
  const endpoint = readEndpoint(live.folder);
  if (endpoint !== null) writeEndpoint(live.folder, { ...endpoint, protocol: endpoint.protocol + 1 });
  const { control } = await open();
  await expect(control.pause(ended)).rejects.toThrow('old is not running: it is finished');
  await expect(control.pause(live.folder)).rejects.toThrow('started by another version of the extension');
  await expect(control.pause(join(runs(), 'gone'))).rejects.toThrow('moved or deleted');
});
