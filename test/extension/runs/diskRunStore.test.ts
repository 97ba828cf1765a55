import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { eventNotification } from '../../../engine/protocol/runProtocol';
import { writeEndpoint } from '../../../engine/runs/endpoint';
import { readRun } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';
import { changeQueue } from '../../../engine/runs/runQueue';
import type { RunWriter } from '../../../engine/runs/runWriter';
import type { DiskRunStore } from '../../../extension/runs/diskRunStore';
import type { RunEnd } from '../../../extension/runs/runStore';
import { buildProgram, kill, startProgram } from '../../engine/runs/program';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { FakeEngine } from '../engine/fakeEngine';
import { endedRun, newRun, openStore } from './diskRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();
const runs = () => join(folder(), 'runs');
const opened: { dispose(): void }[] = [];
afterEach(() => opened.splice(0).forEach((thing) => thing.dispose()));

function open(...args: Parameters<typeof openStore>): { store: DiskRunStore; ends: RunEnd[] } {
  const store = openStore(...args);
  const ends: RunEnd[] = [];
  store.onDidEnd((end) => ends.push(end));
  opened.push(store);
  return { store, ends };
}

function live(...args: Parameters<typeof newRun>): RunWriter {
  const writer = newRun(...args);
  opened.push({ dispose: () => writer.close() });
  return writer;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

test('a folder that does not exist has no runs, until there is one', async () => {
  const { store } = open(runs());
  const changes: string[] = [];
  store.onDidChange((change) => changes.push(...change.folders));
  expect(store.loaded).toBe(false);
  await until(() => expect(store.loaded).toBe(true));
  expect(store.runs).toEqual([]);
  expect(store.broken).toEqual([]);
  const path = endedRun(runs(), 'finished', 'first');
  await until(() => expect(changes).toContain(path));
  expect(store.get(path)).toMatchObject({ title: 'first', link: 'none', queuePosition: null });
  rmSync(path, { recursive: true });
  await store.refresh();
  expect(store.runs).toEqual([]);
});

test('shows the newest first, damaged ones apart, and reads again only what has changed', async () => {
  const first = endedRun(runs(), 'finished', 'first');
  await new Promise((resolve) => setTimeout(resolve, 5));
  endedRun(runs(), 'stopped', 'second');
  for (const [name, text] of [
    ['2026-01-01T00-00-00_torn', '{'],
    ['odd', '{}'],
  ] as const) {
    mkdirSync(join(runs(), name));
    writeFileSync(join(runs(), name, 'run.json'), text);
  }
  mkdirSync(join(runs(), 'no-run'));
  const { store } = open(runs());
  await store.refresh();
  expect(store.runs.map(({ title }) => title)).toEqual(['second', 'first']);
  expect(store.broken.map(({ id }) => id).sort()).toEqual(['2026-01-01T00-00-00_torn', 'odd']);
  const before = store.get(first);
  await store.refresh();
  expect(store.get(first)).toBe(before);
});

test('a run without its record is broken, but not while it is being made', async () => {
  const path = join(runs(), '2026-01-01T00-00-00_lost');
  mkdirSync(path, { recursive: true });
  const { store } = open(runs());
  await store.refresh();
  expect(store.broken).toEqual([]);
  const minuteAgo = new Date(Date.now() - 60_000);
  utimesSync(path, minuteAgo, minuteAgo);
  await store.refresh();
  expect(store.broken).toMatchObject([{ id: '2026-01-01T00-00-00_lost' }]);
});

test('says what is wrong with the folder of runs', async () => {
  writeFileSync(runs(), '');
  const { store } = open(runs());
  await store.refresh();
  expect(store.broken).toEqual([{ id: 'runs', reason: `${runs()} is a file, not a folder of runs` }]);
});

test('queued runs have a place in the queue of their device', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => endedRun(runs(), 'queued', name)) as [
    string,
    string,
    string,
  ];
  const entry = (path: string, lane: 'cpu' | 'cuda') => ({
    id: path.slice(runs().length + 1),
    lane,
    addedAt: new Date().toISOString(),
  });
  changeQueue(runs(), () => [entry(b, 'cpu'), entry(c, 'cuda'), entry(a, 'cpu')]);
  const { store } = open(runs());
  await store.refresh();
  expect([a, b, c].map((path) => store.get(path)?.queuePosition)).toEqual([2, 1, 1]);
});

test('a run that finishes while we look on is news, and one that had finished before is not', async () => {
  endedRun(runs(), 'finished', 'old');
  const writer = live(runs(), { name: 'new' });
  writer.setState('running');
  const { store, ends } = open(runs());
  await store.refresh();
  writer.appendMetrics({ step: 10, epoch: 1, time: 5, loss: 2 });
  writer.update({ warnings: [] });
  await until(() => expect(store.get(writer.paths.folder)?.stepsPerSecond).toBe(2));
  writer.setState('finished');
  writer.close();
  await until(() => expect(ends.map(({ shown }) => shown.title)).toEqual(['new']));
  expect(store.get(writer.paths.folder)).toMatchObject({ link: 'none', stepsPerSecond: null });
});

test('a run whose process is killed is failed within seconds, on disk too', async () => {
  const path = endedRun(runs(), 'stopped', 'killed');
  const { child } = await startProgram(buildProgram('writeRun', folder()), path);
  const { store, ends } = open(runs());
  await until(() => expect(store.get(path)?.run.state).toBe('running'));
  await kill(child);
  await until(() => expect(ends).toHaveLength(1));
  expect(ends[0]?.shown.run).toMatchObject({ state: 'failed', record: { state: 'failed' } });
  expect(ends[0]?.lastLines.at(-1)).toContain('its process ended without a word');
  expect(readRun(path).record.reason).toMatch(
    /^its process ended without a word; Resume goes on from step \d+$/,
  );
});

test('a run that died while no window was open is found, once', async () => {
  const path = endedRun(runs(), 'stopped', 'killed');
  const { child } = await startProgram(buildProgram('writeRun', folder()), path);
  await kill(child);
  const exit = { code: null, signal: 'SIGKILL', error: null } as const;
  const first = open(runs(), { endOf: () => Promise.resolve(exit) });
  await first.store.refresh();
  expect(first.ends.map(({ shown }) => shown.run.record.reason)).toEqual([
    expect.stringContaining('the engine was killed (SIGKILL)'),
  ]);
  const second = open(runs());
  await second.store.refresh();
  expect(second.ends).toEqual([]);
});

test('a window that may not write leaves the record alone and shows the run as interrupted', async () => {
  const writer = newRun(runs());
  writer.setState('running');
  writer.close();
  const text = readFileSync(writer.paths.record, 'utf8');
  const { store } = open(runs(), { mayWrite: () => false });
  await store.refresh();
  expect(store.get(writer.paths.folder)?.run.state).toBe('interrupted');
  expect(readFileSync(writer.paths.record, 'utf8')).toBe(text);
});

test('a run of another machine is watched', async () => {
  const writer = newRun(runs());
  writer.setState('running');
  writer.close();
  const { folder: path, lock } = runPaths(writer.paths.folder);
  writeFileSync(lock, JSON.stringify({ pid: 1, host: 'elsewhere', start: 'x' }));
  writeEndpoint(path, { protocol: 1, pid: 1, host: 'elsewhere', socket: '/nowhere', token: 'x' });
  const { store } = open(runs());
  await until(() => expect(store.get(path)).toMatchObject({ link: 'watching', run: { state: 'running' } }));
});

test('hears the engine, loses it and finds the next one', async () => {
  const writer = live(runs());
  const { folder: path } = writer.paths;
  const engine = await FakeEngine.open(() => undefined, { phase: null, hasPairs: true });
  writeEndpoint(path, engine.endpoint);
  const { store } = open(runs());
  await until(() => expect(store.get(path)).toMatchObject({ link: 'connected', hasPairs: true }));
  const progress = { type: 'progress', phase: 'decoding', done: 1, total: 3 } as const;
  await engine.connections[0]?.sendNotification(eventNotification, progress);
  await until(() => expect(store.get(path)?.phase).toEqual({ phase: 'decoding', done: 1, total: 3 }));
  engine.close();
  await until(() =>
    expect(store.get(path)).toMatchObject({ link: 'connecting', phase: null, hasPairs: false }),
  );
  const next = await FakeEngine.open();
  opened.push({ dispose: () => next.close() });
  writeEndpoint(path, next.endpoint);
  await until(() => expect(store.get(path)?.link).toBe('connected'));
});

test('opens no socket that a folder of strangers names, until it is trusted', async () => {
  const writer = live(runs());
  const engine = await FakeEngine.open();
  opened.push({ dispose: () => engine.close() });
  writeEndpoint(writer.paths.folder, engine.endpoint);
  let trusted = false;
  const { store } = open(runs(), {}, () => trusted);
  await until(() => expect(store.get(writer.paths.folder)?.link).toBe('watching'));
  expect(engine.connections).toEqual([]);
  trusted = true;
  await until(() => expect(store.get(writer.paths.folder)?.link).toBe('connected'));
});

test('a terminal’s run has no socket and is watched; its warnings are news', async () => {
  const writer = live(runs());
  writer.update({ warnings: [{ kind: 'data', message: 'old' }] });
  const { store } = open(runs());
  const warnings: string[] = [];
  store.onDidWarn(({ kind, message }) => warnings.push(`${kind}: ${message}`));
  await until(() => expect(store.get(writer.paths.folder)?.link).toBe('watching'));
  writer.update({
    warnings: [
      { kind: 'data', message: 'old' },
      { kind: 'collapse', message: 'new' },
    ],
  });
  await until(() => expect(warnings).toEqual(['collapse: new']));
});

test('shows the runs of another folder when it is told to', async () => {
  endedRun(runs(), 'finished', 'here');
  const there = join(folder(), 'other');
  endedRun(there, 'finished', 'there');
  const { store } = open(runs());
  await store.refresh();
  store.retarget(there);
  expect(store.runs).toEqual([]);
  expect(store.loaded).toBe(false);
  await until(() => expect(store.runs.map(({ title }) => title)).toEqual(['there']));
});
