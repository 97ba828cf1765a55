import { existsSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import { RunWriter } from '../../../engine/runs/runWriter';
import type { ShownState } from '../../../engine/runs/readRun';
import { checkpointView } from '../../../extension/checkpointEditor/checkpointView';
import { runOfCheckpoint } from '../../../extension/checkpointEditor/runOfCheckpoint';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { trainingState } from '../../engine/runs/trainingStates';
import { planOf, shownRun } from '../runs/shownRuns';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();
let run: string;
beforeEach(async () => {
  const config = runConfigSchema.parse({ name: 'mine', batchSize: 1024, checkpoint: { keepLast: 3 } });
  const writer = RunWriter.create({
    runsFolder: folder(),
    config,
    baseFolder: '/',
    versions: { node: '24' },
  });
  for (const step of [10, 20, 1000]) await writer.saveCheckpoint(trainingState(step, 10));
  writer.setState('stopped');
  writer.close();
  run = writer.paths.folder;
});

/** What the page of the checkpoint of a step shows. */
function viewAt(step: number, { trusted = true, state = 'stopped' as ShownState, known = true } = {}) {
  const { path } = findCheckpoint(folder(), run, String(step)).checkpoint;
  const file = new SafetensorsFile(path);
  file.close();
  const tensors = [...file.entries.values()].map(({ name, type, shape, begin, end }) => {
    return { name, type, shape, count: (end - begin) / 4, bytes: end - begin };
  });
  const opened = { type: 'opened', bytes: 2048, tensors, tensorCount: 3, metadata: file.metadata } as const;
  const shown = known ? shownRun('mine', state, { plan: planOf(1000) }) : undefined;
  return checkpointView(opened, { path, run: runOfCheckpoint(path), shown, trusted });
}

test('says what the file is, what made it, and which others there are', () => {
  const view = viewAt(20);
  expect(view.summary).toBe(
    'Checkpoint of SimCLR at step 20 of 1,000: 3 tensors, 5,433 numbers (F32), 2.05 KB.',
  );
  const origin = new Map(view.origin);
  expect(origin.get('Best so far')).toBe('h 30.0 % at step 10');
  expect(origin.get('Recipe')).toMatch(/^batch 1,024, /);
  expect(origin.get('Versions')).toBe('node 24');
  expect(JSON.parse(view.configText ?? '')).toMatchObject({ name: 'mine', batchSize: 1024 });
  expect(view.metadata).toEqual([]);
  expect(view.run).toMatchObject({ title: 'mine', step: 20 });
  expect(view.run?.others.map(({ step }) => step)).toEqual([1000, 10]);
  expect(view.run?.others.every(({ path }) => existsSync(path))).toBe(true);
});

test('says of an imported run whose weights it began with', () => {
  const writer = RunWriter.reopen(run, {});
  writer.update({ importedFrom: 'resnet18.safetensors' });
  writer.close();
  expect(viewAt(20).origin).toContainEqual(['Weights from', 'resnet18.safetensors']);
});

test('training can go on from any step that is not the last', () => {
  expect(viewAt(10).run?.refusals).toEqual({});
  expect(viewAt(20, { state: 'finished' }).run?.refusals).toEqual({});
  expect(viewAt(20, { state: 'running' }).run?.refusals).toEqual({});
  expect(viewAt(1000, { state: 'finished' }).run?.refusals.resume).toMatch(
    /last step: .*start a run with more epochs/,
  );
});

test('of a run at work the latest checkpoint is where it goes on by itself', async () => {
  const writer = RunWriter.reopen(run, {});
  await writer.saveCheckpoint(trainingState(30));
  writer.close();
  expect(viewAt(30, { state: 'running' }).run?.refusals.resume).toBe(
    'The run is running: it goes on from here by itself.',
  );
  expect(viewAt(30, { state: 'queued' }).run?.refusals.resume).toMatch(/waits in the queue/);
  expect(viewAt(30, { state: 'paused' }).run?.refusals).toEqual({});
  expect(viewAt(30, { state: 'stopped' }).run?.refusals).toEqual({});
});

test('what starts programs needs trust, and a run of this window', () => {
  expect(Object.keys(viewAt(20, { trusted: false }).run?.refusals ?? {})).toEqual([
    ...['resume', 'evaluate', 'export'],
  ]);
  expect(viewAt(20, { known: false }).run?.refusals.openRun).toMatch(
    /not in this window.*simclr\.runsFolder/,
  );
});

test('of another program’s file it says what its header does', () => {
  const opened = {
    type: 'opened',
    bytes: 8,
    tensors: [],
    tensorCount: 0,
    metadata: { format: 'pt' },
  } as const;
  const view = checkpointView(opened, {
    path: '/a/b.safetensors',
    run: null,
    shown: undefined,
    trusted: true,
  });
  expect(view).toMatchObject({ name: 'b.safetensors', summary: 'No tensors, 8 B.', origin: [], run: null });
  expect(view).toMatchObject({ configText: null, metadata: [['format', 'pt']] });
});
