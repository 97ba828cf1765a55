import * as tf from '@tensorflow/tfjs-core';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunConfigInput } from '../../../engine/config/runConfig';
import {
  evaluateCheckpoint,
  type EvaluateOptions,
  type EvaluationProgress,
} from '../../../engine/evaluate/evaluateCheckpoint';
import { readCheckpoint } from '../../../engine/runs/checkpoints';
import { listEvaluations } from '../../../engine/runs/evaluations';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunSummary } from '../../../engine/runs/runRecord';
import { trainRun } from '../../../engine/train/trainRun';
import { png } from '../data/fixtures';
import { temporaryFolder } from '../runs/temporaryFolder';
import { tinyConfig } from '../train/tinyRun';

const folder = temporaryFolder();
const runsFolder = () => join(folder(), 'runs');

const train = (changes: RunConfigInput = {}): Promise<RunSummary> =>
  trainRun({
    config: tinyConfig({ epochs: 2, ...changes }),
    runsFolder: runsFolder(),
    baseFolder: folder(),
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });

type Request = EvaluateOptions['request'];

function evaluate(
  request: Partial<Request> = {},
  options: { which?: string; onProgress?: EvaluateOptions['onProgress']; signal?: AbortSignal } = {},
) {
  const { which, onProgress = () => undefined, signal = new AbortController().signal } = options;
  return evaluateCheckpoint({
    ...findCheckpoint(runsFolder(), 'latest', which),
    request: { protocols: null, maxImages: 1000, neighbours: 5, temperature: 0.1, seed: null, ...request },
    device: tinyConfig().device,
    signal,
    onProgress,
  });
}

/** Puts pictures of noise into a folder of images: a path each. */
async function pictures(...paths: string[]): Promise<void> {
  for (const [i, path] of paths.entries()) {
    const file = join(folder(), 'photos', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await png([(i * 53) % 256, (i * 91) % 256, (i * 17) % 256], 16, 16));
  }
}

const numbered = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}.png`);

test('judges a run whole, moves nothing, and writes what it found', async () => {
  const summary = await train();
  const { path: checkpoint } = findCheckpoint(runsFolder(), 'latest').checkpoint;
  const bytes = readFileSync(checkpoint);
  const seen: EvaluationProgress[] = [];
  const { record, path } = await evaluate({}, { onProgress: (progress) => void seen.push(progress) });

  expect(readFileSync(checkpoint)).toEqual(bytes);
  expect(listEvaluations(runPaths(summary.runFolder).evaluations)).toEqual([{ path, record }]);
  expect(record).toMatchObject({
    checkpoint: 'checkpoints/step-00000016.safetensors',
    step: 16,
    request: { protocols: ['linear', 'knn', 'metrics', 'factors', 'shortcut'], seed: 3 },
    dataset: { trainImages: 64, testImages: 32 },
  });
  // What the run itself found at its end, on the same features.
  expect(record.knn?.h.top1).toBe(summary.knn?.h);
  expect(record.chance).toBe(summary.knn?.chance);
  for (const on of ['h', 'z'] as const) {
    const report = record.linear?.[on];
    const rows = report?.confusion.flat().reduce((sum, count) => sum + count, 0);
    expect(rows).toBe(32);
    const right = report?.confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0) ?? NaN;
    expect(report?.top1).toBe(right / 32);
    expect(report?.top5).toBeGreaterThanOrEqual(right / 32);
    expect(record.metrics?.[on].rank).toBeLessThanOrEqual(record.metrics?.[on].largestRank ?? 0);
    expect(record.metrics?.[on].interClass).toBeGreaterThan(0);
  }
  expect(record.factors?.map(({ name, chance }) => [name, chance])).toEqual([
    ['shape', 4 / 32],
    ['hue', expect.any(Number)],
    ['orientation', expect.any(Number)],
    ['scale', expect.any(Number)],
    ['horizontal position', expect.any(Number)],
    ['vertical position', expect.any(Number)],
    ['texture', expect.any(Number)],
    ['background', expect.any(Number)],
    ['colour or gray', 0.5],
    ['rotation', 0.25],
    ['original or noise', 0.5],
    ['original or Sobel', 0.5],
  ]);
  // An encoder of any kind tells an edge map from a picture.
  expect(record.factors?.at(-1)?.h).toBeGreaterThan(0.9);

  for (const phase of ['embedding', 'fitting'] as const) {
    const told = seen.filter((progress) => progress.phase === phase);
    const counts = told.map(({ done }) => done);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(new Set(told.map(({ total }) => total)).size).toBe(1);
    expect(counts.at(-1)).toBeLessThanOrEqual(told[0]?.total ?? 0);
  }
  expect(seen.filter(({ phase }) => phase === 'embedding').at(-1)?.done).toBe(96 + 64 + 4 * 96);
});

test('asked again it finds the same, and leaves no tensor behind', async () => {
  await train();
  const first = await evaluate();
  const before = tf.memory().numTensors;
  const second = await evaluate();
  expect(tf.memory().numTensors).toBe(before);
  // The device's description holds how fast it was.
  const numbers = ({ record: { createdAt: _at, seconds: _s, device: _d, ...rest } }: typeof first) => rest;
  expect(numbers(second)).toEqual(numbers(first));
  expect(second.path).not.toBe(first.path);
});

test('does only what is asked, of the checkpoint that is asked for', async () => {
  await train({ checkpoint: { everyEpochs: 1, keepLast: 5 } });
  const { record } = await evaluate({ protocols: ['knn'], maxImages: 16, neighbours: 3 }, { which: '8' });
  expect(record).toMatchObject({ step: 8, linear: null, metrics: null, factors: null });
  expect(record.request).toMatchObject({ protocols: ['knn'], maxImages: 16, neighbours: 3 });
  expect(record.dataset).toMatchObject({ trainImages: 16, testImages: 16 });
  expect(() => findCheckpoint(runsFolder(), 'latest', '9')).toThrow(/there are those of step 8, 16/);
});

test('cancelled, it writes nothing', async () => {
  const { runFolder } = await train();
  const controller = new AbortController();
  const work = evaluate(
    {},
    { signal: controller.signal, onProgress: ({ phase }) => phase === 'fitting' && controller.abort() },
  );
  await expect(work).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(readdirSync(runFolder)).not.toContain('evaluations');
});

test('without labels metrics and factors are left, and what needs labels is refused in a sentence', async () => {
  await pictures(...numbered(24, ''));
  await train({ data: { source: 'photos', imageSize: 16 } });
  const { record } = await evaluate();
  expect(record.request.protocols).toEqual(['metrics', 'factors', 'shortcut']);
  expect(record).toMatchObject({ linear: null, knn: null, chance: null });
  expect(record.metrics?.h).toMatchObject({ intraClass: null, interClass: null });
  expect(record.factors).toHaveLength(4);
  await expect(evaluate({ protocols: ['linear', 'metrics'] })).rejects.toThrow(
    /photos have no labels, which these need: linear; ask for metrics or factors/,
  );
});

test('says which class no training image is of, before it starts', async () => {
  const parts = ['train/cat/', 'train/cow/', 'test/cat/', 'test/cow/', 'test/dog/'];
  await pictures(...parts.flatMap((part) => numbered(10, part)));
  await train({ data: { source: 'photos', imageSize: 16 } });
  const phases: string[] = [];
  const work = evaluate({}, { onProgress: ({ phase }) => void phases.push(phase) });
  await expect(work).rejects.toThrow('no training image is of the class "dog"');
  expect(phases).not.toContain('embedding');
});

test('a single test image leaves the geometry out', async () => {
  await pictures(...numbered(12, 'train/a/'), ...numbered(12, 'train/b/'), 'test/a/0.png');
  await train({ data: { source: 'photos', imageSize: 16 } });
  const { record } = await evaluate();
  expect(record.request.protocols).toEqual(['linear', 'knn', 'factors']);
  await expect(evaluate({ protocols: ['metrics'] })).rejects.toThrow(/photos has a single test image/);
});

test('refuses images that have changed, and a damaged checkpoint', async () => {
  await pictures(...numbered(12, 'a/'), ...numbered(12, 'b/'));
  await train({ data: { source: 'photos', imageSize: 16 } });
  const { checkpoint } = findCheckpoint(runsFolder(), 'latest');
  rmSync(join(folder(), 'photos/a/3.png'));
  await expect(evaluate()).rejects.toThrow(/its files have changed/);
  writeFileSync(checkpoint.path, readFileSync(checkpoint.path).subarray(0, 5000));
  await expect(evaluate()).rejects.toThrow(/is not a usable safetensors file/);
  expect(() => readCheckpoint(checkpoint.path)).toThrow();
});

test('trains on labels: by descent, on shares of them, with labels alone, and on other images', async () => {
  await train();
  const parts = ['train/cat/', 'train/cow/', 'test/cat/', 'test/cow/'];
  await pictures(...parts.flatMap((part) => numbered(10, part)));
  const order = {
    protocols: ['linear', 'semi-supervised', 'transfer', 'supervised'] as const,
    ...{ solver: 'sgd' as const, labelShares: [0.5, 1], epochs: 2, cropScale: 1 },
    target: { source: 'photos', imageSize: null },
  };
  const steps: EvaluationProgress[] = [];
  const before = tf.memory().numTensors;
  // These pictures suggest views of 32 pixels, more than the 16 of the run.
  const { record } = await evaluate(order, {
    onProgress: (progress) => progress.phase === 'training' && steps.push(progress),
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(steps.map(({ done }) => done)).toEqual(Array.from(steps, (_, i) => i + 1));
  expect(steps.at(-1)?.total).toBe(steps.length);
  expect(record.linear?.h.recipe).toEqual({
    ...{ epochs: 2, batchSize: 16, learningRate: 0.1, weightDecay: 0 },
  });
  expect(record.semiSupervised?.map(({ share, images }) => [share, images])).toEqual([
    [0.5, 32],
    [1, 64],
  ]);
  expect(record.supervised?.recipe).toMatchObject({ epochs: 2, batchSize: 8 });
  expect(record.transfer).toMatchObject({
    target: { classes: ['cat', 'cow'], imageSize: 16, trainImages: 20, testImages: 20 },
    chance: 0.5,
  });
  for (const of of [record.transfer?.linear, record.transfer?.fineTuned]) {
    for (const name of ['pretrained', 'random', 'supervised'] as const) {
      expect(of?.[name]?.top1).toBeGreaterThanOrEqual(0);
    }
  }
  expect(listEvaluations(join(runsFolder(), '..')).length).toBe(0);
});

test('what cannot be trained is said before it starts', async () => {
  await train();
  await pictures(...numbered(12, ''));
  const target = { source: 'photos', imageSize: null };
  const refused = (order: Partial<Request>) => {
    const told: string[] = [];
    const work = evaluate(order, { onProgress: ({ phase }) => void told.push(phase) });
    return expect(work.finally(() => expect(told).not.toContain('training'))).rejects;
  };
  await refused({ protocols: ['transfer'] }).toThrow(/transfer needs a target/);
  await refused({ protocols: ['transfer'], target }).toThrow(/have no labels, which transfer needs/);
  await refused({ protocols: ['transfer'], target: { ...target, shapes: ['drop', 'fish'] } }).toThrow(
    /only built-in images are of shapes, and the target is photos: leave the shapes out/,
  );
  await refused({ protocols: ['semi-supervised'], labelShares: [0.01] }).toThrow(
    '1 % of 64 labels is less than one for each of the 10 classes: ask for shares from 16 % on',
  );
});

test('a target of smaller images wants a size to be named; of its images some may be learnt from', async () => {
  await train({ data: { builtin: { train: 64, test: 32, size: 48 }, imageSize: 48 } });
  const parts = ['train/cat/', 'train/cow/', 'test/cat/', 'test/cow/'];
  await pictures(...parts.flatMap((part) => numbered(6, part)));
  const order = { protocols: ['transfer'] as const, epochs: 1 };
  await expect(evaluate({ ...order, target: { source: 'photos', imageSize: null } })).rejects.toThrow(
    /suggest views of 32 pixels, and the encoder was trained on views of 48: give a target image size of 48/,
  );
  const { record } = await evaluate({
    ...order,
    target: { source: 'photos', imageSize: 16, trainImages: 4 },
  });
  expect(record.transfer?.target).toMatchObject({ imageSize: 16, trainImages: 4, testImages: 12 });
});

test('a target of built-in images may have shapes that the run has not seen', async () => {
  await train({ data: { builtin: { train: 64, test: 32, size: 16, shapes: ['arrow', 'fish'] } } });
  const { record } = await evaluate({
    ...{ protocols: ['linear', 'transfer'], epochs: 1, maxImages: 40 },
    target: { source: 'builtin', imageSize: 16, trainImages: 20, shapes: ['heart', 'tee', 'moon'] },
  });
  expect(record.linear?.h.perClass).toHaveLength(2);
  expect(record.transfer?.target).toMatchObject({ classes: ['heart', 'tee', 'moon'], trainImages: 20 });
  expect(record.transfer?.chance).toBeLessThan(0.5);
});
