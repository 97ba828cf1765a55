import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { embeddingFolder, writeEmbeddings } from '../../../engine/runs/embeddings';
import { RunWriter } from '../../../engine/runs/runWriter';
import { CheckpointKnown } from '../../../extension/checkpointEditor/checkpointKnown';
import { EvaluationFiles } from '../../../extension/evaluations/evaluationFiles';
import type { ToKnownSection } from '../../../extension/checkpointEditor/knownMessages';
import { runOfCheckpoint } from '../../../extension/checkpointEditor/runOfCheckpoint';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { trainingState } from '../../engine/runs/trainingStates';
import { evaluationOf } from '../evaluations/evaluationOf';
import { quiet } from '../runs/diskRuns';

const window = vi.hoisted(() => ({ trusted: true, changed: [] as (() => void)[] }));
vi.mock('vscode', async () => {
  const listen = (listener: () => void) => {
    window.changed.push(listener);
    return { dispose: () => undefined };
  };
  return {
    ...(await import('../fakeVscode')),
    EventEmitter: class {
      readonly event = () => ({ dispose: () => undefined });
      readonly fire = () => undefined;
      readonly dispose = () => undefined;
    },
    Uri: { file: (fsPath: string) => ({ fsPath }) },
    RelativePattern: Object,
    workspace: {
      get isTrusted() {
        return window.trusted;
      },
      onDidGrantWorkspaceTrust: listen,
      createFileSystemWatcher: () => ({
        ...{ onDidChange: listen, onDidCreate: listen, onDidDelete: listen, dispose: () => undefined },
      }),
    },
  };
});

const folder = temporaryFolder();
let path: string;
let known: CheckpointKnown | undefined;
const opened = () => runOfCheckpoint(path);

beforeEach(async () => {
  Object.assign(window, { trusted: true, changed: [] });
  const config = runConfigSchema.parse({ name: 'mine' });
  const writer = RunWriter.create({ runsFolder: folder(), config, baseFolder: '/', versions: {} });
  const probes = { 'probe.h': 0.5, 'probe.z': 0.4, 'knn.h': 0.45 };
  writer.appendMetrics({ step: 9, epoch: 1, time: 1, loss: 4, 'probe.h': 0.1 });
  writer.appendMetrics({ step: 10, epoch: 1, time: 1, loss: 4, contrastiveAccuracy: 0.7, ...probes });
  path = await writer.saveCheckpoint(trainingState(10));
  writer.setState('stopped');
  writer.close();
});
afterEach(() => known?.dispose());

/** Ten images of two classes, which h tells apart and z does not. */
function keepEmbeddings(run: string): void {
  const rows = Array.from({ length: 10 }, (_, row) => row);
  const h = Float32Array.from(rows.flatMap((row) => (row % 2 === 0 ? [1, row / 100] : [row / 100, 1])));
  const z = Float32Array.from(rows.flatMap((row) => [1, row / 10]));
  const matrix = (data: Float32Array) => ({ data, count: 10, size: 2 });
  writeEmbeddings(
    join(run, 'embeddings'),
    10,
    { h: matrix(h), z: matrix(z) },
    {
      ...{ split: 'test', classes: ['even', 'odd'], ids: rows.map(String), factors: [], sampling: null },
      labels: rows.map((row) => row % 2),
    },
  );
}

/** What is known of the checkpoint, and what is told of it; the engine knows no images. */
function open(thumbnails = vi.fn(() => Promise.reject(new Error('the images are gone')))) {
  const place = opened();
  if (place === null) throw new Error('there is no run');
  const told: ToKnownSection[] = [];
  const tool = { thumbnails } as unknown as ConstructorParameters<typeof CheckpointKnown>[1]['tool'];
  const log = quiet as unknown as ConstructorParameters<typeof CheckpointKnown>[1]['log'];
  const evaluations = new EvaluationFiles();
  known = new CheckpointKnown(place, { tool, log, evaluations }, (message) => told.push(message));
  const of = <Type extends ToKnownSection['type']>(type: Type) =>
    told.filter((message): message is Extract<ToKnownSection, { type: Type }> => message.type === type);
  return { known, told, of, folder: place.run.paths.folder };
}

test('tells what was measured at the step, and that no embeddings are kept', async () => {
  const { known: section, told, of } = open();
  await section.look();
  expect(of('known')[0]?.known).toEqual({
    accuracies: [
      ['Online linear probe', 'h 50.0 % · z 40.0 %'],
      ['Nearest neighbours (kNN)', '45.0 %'],
      ['Contrastive accuracy', '70.0 %'],
    ],
    ...{ evaluations: [], images: null, mayShow: true },
  });
  expect(told).toHaveLength(1);
});

test('finds the neighbours of some images in h and in z, and marks those of another class', async () => {
  const { known: section, of, folder: run } = open();
  keepEmbeddings(run);
  await section.look();
  expect(of('known')[0]?.known.images).toBe(10);
  const found = of('neighbours')[0]?.found ?? [];
  expect(found).toHaveLength(5);
  for (const { query, h, z } of found) {
    expect([h.length, z.length]).toEqual([8, 8]);
    expect(h.map(({ id }) => id)).not.toContain(query.id);
    // Four more of its class; the others are almost at a right angle.
    expect(h.map(({ differs }) => differs)).toEqual([...Array(4).fill(false), ...Array(4).fill(true)]);
    expect(h.every(({ label, differs }) => differs === (label !== query.label))).toBe(true);
    expect(z.slice(0, 2).some(({ differs }) => differs)).toBe(true);
  }
  await section.findNeighbours(1);
  const ids = of('neighbours').map((message) => message.found.map(({ query }) => query.id));
  expect(ids[1]).not.toEqual(ids[0]);
});

test('reads embeddings again only when they were written anew, and tells a new page what was found', async () => {
  const { known: section, told, of, folder: run } = open();
  keepEmbeddings(run);
  await section.begin();
  const path = join(run, 'embeddings', 'step-00000010');
  const written = statSync(join(path, 'images.json'));
  rmSync(join(path, 'h.npy'));
  await section.look();
  expect(told.map(({ type }) => type)).toEqual(['known', 'neighbours', 'known']);
  await section.begin();
  expect(told.map(({ type }) => type).slice(3)).toEqual(['known', 'neighbours']);
  expect(of('neighbours')[1]).toEqual(of('neighbours')[0]);
  utimesSync(join(path, 'images.json'), written.atime, new Date(written.mtimeMs + 5000));
  await section.look();
  expect(of('knownFailed')[0]?.message).toContain('h.npy is missing');
});

test('lists the evaluations of this checkpoint alone, and comes back when one is made', async () => {
  const { known: section, of, folder: run } = open();
  await section.look();
  const evaluations = join(run, 'evaluations');
  mkdirSync(evaluations);
  for (const step of [10, 20]) {
    writeFileSync(join(evaluations, `${step}.json`), JSON.stringify(evaluationOf({ step })));
  }
  window.changed[0]?.();
  await vi.waitFor(() => expect(of('known')).toHaveLength(2), 3000);
  const [made, ...others] = of('known')[1]?.known.evaluations ?? [];
  expect(others).toEqual([]);
  expect(made?.path).toBe(join(evaluations, '10.json'));
  expect(made?.title).toMatch(/h \d/);
  expect(made?.facts.map(([name]) => name)).toEqual(expect.arrayContaining(['Images', 'Made']));
});

test('without trust it asks the engine for no picture, and says why', async () => {
  window.trusted = false;
  const thumbnails = vi.fn(() => Promise.reject(new Error('never')));
  const { known: section, of, folder: run } = open(thumbnails);
  keepEmbeddings(run);
  await section.look();
  await section.thumbnails(['1']);
  expect(of('known')[0]?.known.mayShow).toBe(false);
  expect(of('neighbours')).toHaveLength(1);
  expect(of('knownFailed')).toEqual([
    { type: 'knownFailed', what: 'thumbnails', message: 'Trust this workspace to see the images.' },
  ]);
  expect(thumbnails).not.toHaveBeenCalled();
});

test('says what is wrong with embeddings that are damaged', async () => {
  const { known: section, of, folder: run } = open();
  keepEmbeddings(run);
  const file = join(embeddingFolder(join(run, 'embeddings'), 10), 'z.npy');
  writeFileSync(file, 'cut');
  await section.look();
  expect(of('knownFailed')[0]?.message).toContain(`${file} is not a file in NumPy's format`);
});
