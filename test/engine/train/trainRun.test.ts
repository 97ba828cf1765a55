import * as tf from '@tensorflow/tfjs-core';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { RunConfigInput } from '../../../engine/config/runConfig';
import { UserError } from '../../../engine/errors';
import { PhiloxStream } from '../../../engine/random/philox';
import { latestCheckpoint, listCheckpoints } from '../../../engine/runs/checkpoints';
import { listRuns } from '../../../engine/runs/listRuns';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readRun } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunEvent, RunSummary } from '../../../engine/train/runEvents';
import { trainRun } from '../../../engine/train/trainRun';
import { temporaryFolder } from '../runs/temporaryFolder';
import { comparable } from './comparable';
import { tinyConfig } from './tinyRun';

const folder = temporaryFolder();

interface Finished {
  readonly summary: RunSummary;
  readonly events: readonly RunEvent[];
}

/** Trains in `<folder>/runs`; `stopAt` aborts when the metrics of that step have come. */
async function train(
  changes: RunConfigInput = {},
  { resume, stopAt }: { resume?: string; stopAt?: number } = {},
): Promise<Finished> {
  const events: RunEvent[] = [];
  const abort = new AbortController();
  const summary = await trainRun({
    config: tinyConfig(changes),
    runsFolder: join(folder(), 'runs'),
    baseFolder: folder(),
    ...(resume === undefined ? {} : { resume }),
    signal: abort.signal,
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'metrics' && event.line.step === stopAt) abort.abort();
    },
  });
  return { summary, events };
}

/** The error that `work` ends with. */
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

const onlyRun = () => {
  const runs = join(folder(), 'runs');
  return join(runs, readdirSync(runs).find((name) => name.startsWith('2')) ?? '');
};

const ofType = <T extends RunEvent['type']>({ events }: Finished, type: T) =>
  events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);

test('a run leaves a whole record: metrics, pairs, checkpoints, evaluation, summary', async () => {
  const finished = await train();
  const { summary } = finished;
  expect(ofType(finished, 'state').map(({ state }) => state)).toEqual(['preparing', 'running', 'finished']);
  expect(summary).toMatchObject({ state: 'finished', steps: 48 });
  const { record } = readRun(summary.runFolder);
  expect(record.summary).toEqual(summary);
  expect(record.plan).toMatchObject({ totalSteps: 48, stepsPerEpoch: 8, representationSize: 16 });

  const { lines } = readMetrics(runPaths(summary.runFolder).metrics);
  expect(ofType(finished, 'metrics').map(({ line }) => line)).toEqual(lines);
  const evaluated = lines.filter((line) => 'rank.h' in line);
  expect(evaluated.map(({ step }) => step)).toEqual([0, 8, 16, 24, 32, 40, 48]);
  const keys = ['step', 'epoch', 'time', 'loss', 'contrastiveAccuracy', 'learningRate', 'gradientNorm'];
  expect(Object.keys(lines[8] ?? {})).toEqual([
    ...[...keys, 'viewsPerSecond', 'dataWait', 'probe.h', 'probe.z', 'knn.h'],
    ...['alignment', 'uniformity', 'entropy', 'rank.h', 'rank.z'],
  ]);
  expect(lines[8]?.epoch).toBe(1);

  const { checkpoints, samples } = runPaths(summary.runFolder);
  const best = record.best?.step;
  expect(listCheckpoints(checkpoints).map(({ step }) => step)).toEqual(
    [...new Set([best, 44, 48])].sort((a = 0, b = 0) => a - b),
  );
  const { width, height } = await sharp(join(samples, 'pairs.png')).metadata();
  expect(Math.min(width, height)).toBeGreaterThan(64);

  const embeddings = join(runPaths(summary.runFolder).embeddings, 'step-00000048');
  const images = JSON.parse(readFileSync(join(embeddings, 'images.json'), 'utf8')) as { ids: string[] };
  const rows = images.ids.length;
  expect(rows).toBeGreaterThan(0);
  // A header of 128 bytes, then float32: h of 16 numbers a row.
  expect(readFileSync(join(embeddings, 'h.npy')).length).toBe(128 + 4 * 16 * rows);
  expect(readFileSync(join(embeddings, 'z.npy')).length % 64).toBe(
    (128 + 4 * rows * (record.plan?.projectionSize ?? 0)) % 64,
  );

  const evaluation = JSON.parse(readFileSync(join(summary.runFolder, 'evaluation.json'), 'utf8')) as object;
  expect(evaluation).toEqual({
    ...{ step: 48, trainImages: 64, testImages: 32 },
    ...{ linear: summary.linear, knn: summary.knn },
  });
  // 32 test images in 10 classes.
  expect(summary.linear?.chance).toBeCloseTo(4 / 32);
});

test('stopped and resumed, a run gives the numbers of one that ran through; time goes on', async () => {
  const straight = await train();
  const expected = comparable(straight.summary.runFolder);
  rmSync(straight.summary.runFolder, { recursive: true });

  const stopped = await train({}, { stopAt: 13 });
  expect(stopped.summary).toMatchObject({ state: 'stopped', steps: 13, linear: null });
  expect(latestCheckpoint(runPaths(stopped.summary.runFolder).checkpoints)?.step).toBe(13);
  const resume = stopped.summary.runFolder;
  const resumed = await train({ device: { threads: 1, loaderThreads: 2 } }, { resume });
  expect(ofType(resumed, 'started')).toMatchObject([{ step: 13 }]);
  expect(comparable(resume)).toEqual(expected);
  const { lines } = readMetrics(runPaths(resume).metrics);
  expect(lines.every((line, i) => i === 0 || line.time > (lines[i - 1]?.time ?? 0))).toBe(true);

  const again = await failure(train({}, { resume }));
  expect(again).toBeInstanceOf(UserError);
  expect(String(again)).toContain('is finished');
});

test('an abort before the first step leaves a stopped run that starts from the beginning', async () => {
  const abort = new AbortController();
  const summary = await trainRun({
    config: tinyConfig(),
    runsFolder: join(folder(), 'runs'),
    baseFolder: folder(),
    signal: abort.signal,
    onEvent: ({ type }) => {
      if (type === 'started') abort.abort();
    },
  });
  expect(summary).toMatchObject({ state: 'stopped', steps: 0, lossStart: null });
  const resumed = await train({}, { resume: summary.runFolder, stopAt: 2 });
  const { lines } = readMetrics(runPaths(summary.runFolder).metrics);
  expect(lines.map(({ step }) => step)).toEqual([0, 1, 2]);
  expect(resumed.summary.state).toBe('stopped');
});

test('a run that diverges fails with a remedy; its record holds finite numbers and a sound checkpoint', async () => {
  const diverging: RunConfigInput = {
    optimizer: { type: 'sgd', learningRate: 1000 },
    loss: { normalize: false, temperature: 0.01 },
    schedule: { warmupFraction: 0.5 },
    checkpoint: { everyEpochs: 0.125 },
  };
  const error = await failure(train(diverging));
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toMatch(/training diverged: .* lower optimizer\.learningRate \(now 1000\)/);
  const { record, paths } = readRun(onlyRun());
  expect(record.state).toBe('failed');
  expect(record.reason).toContain('training diverged');
  const { lines } = readMetrics(paths.metrics);
  expect(lines.flatMap((line) => Object.values(line)).every(Number.isFinite)).toBe(true);
  const latest = latestCheckpoint(paths.checkpoints);
  expect(latest?.step).toBe(lines.at(-1)?.step);
});

/** A flat folder of images, without labels. */
async function makeUnlabelledImages(name: string, count: number): Promise<void> {
  mkdirSync(join(folder(), name));
  for (let i = 0; i < count; i++) {
    const random = new PhiloxStream(1, 1000, i);
    const data = Uint8Array.from({ length: 16 * 16 * 3 }, () => random.below(256));
    const image = sharp(data, { raw: { width: 16, height: 16, channels: 3 } });
    await image.png().toFile(join(folder(), name, `${i}.png`));
  }
}

test('without labels, probes, kNN and the final evaluation are left out, and the log says so', async () => {
  await makeUnlabelledImages('photos', 30);
  const finished = await train({ data: { source: 'photos', imageSize: 16 }, epochs: 2 });
  const { summary } = finished;
  expect(summary).toMatchObject({ state: 'finished', linear: null, knn: null });
  expect(ofType(finished, 'started')).toMatchObject([{ labelled: false }]);
  const said = ofType(finished, 'log').filter(({ message }) => message.includes('no labels'));
  expect(said).toHaveLength(1);
  const { lines } = readMetrics(runPaths(summary.runFolder).metrics);
  const last = Object.keys(lines.at(-1) ?? {});
  expect(last).toContain('rank.h');
  expect(last.filter((key) => /probe|knn/.test(key))).toEqual([]);
  expect(existsSync(join(summary.runFolder, 'evaluation.json'))).toBe(false);
});

test('a run refuses to go on with other images', async () => {
  await makeUnlabelledImages('photos', 30);
  const changes = { data: { source: 'photos', imageSize: 16 } } as const;
  const { summary } = await train(changes, { stopAt: 1 });
  writeFileSync(join(folder(), 'photos', '31.png'), readFileSync(join(folder(), 'photos', '0.png')));
  const error = await failure(train(changes, { resume: summary.runFolder }));
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain('photos is not what the run was trained on');
  expect(readRun(summary.runFolder).record.state).toBe('failed');
});

test('a batch larger than the data set is refused before the first step', async () => {
  const error = await failure(train({ batchSize: 65 }));
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain('batchSize is 65, but there are only 64 images');
  // Nothing was trained, so nothing clutters the list of runs.
  expect(listRuns(join(folder(), 'runs')).runs).toEqual([]);
});

test('lines of metrics thin out on request, and micro-batches, LARS and branches run', async () => {
  const { summary } = await train({
    logEverySteps: 5,
    microBatch: 4,
    epochs: 2,
    optimizer: { type: 'lars', learningRate: 1 },
    augment: { transforms: [{ type: 'crop' }, { type: 'color' }], secondBranch: [{ type: 'crop' }] },
    evaluate: { everyEpochs: 2, maxImages: 32 },
    checkpoint: { everyEpochs: 10 },
  });
  const { lines } = readMetrics(runPaths(summary.runFolder).metrics);
  expect(lines.map(({ step }) => step)).toEqual([0, 1, 5, 10, 15, 16]);
});

test.each<[string, RunConfigInput['loss']]>([
  ['NT-Logistic', { type: 'nt-logistic', temperature: 0.2 }],
  ['the margin triplet loss with semi-hard negatives', { type: 'margin', margin: 0.8, semiHard: true }],
  ['decoupled NT-Xent', { type: 'decoupled', temperature: 0.2 }],
])('a run trains by %s, and its loss falls', async (_, loss) => {
  const { summary } = await train({
    loss,
    augment: { transforms: [{ type: 'crop', scale: [0.7, 1] }, { type: 'flip' }] },
    optimizer: { learningRate: 0.1 },
    evaluate: { everyEpochs: 6, maxImages: 16, knnNeighbours: 3 },
    checkpoint: { everyEpochs: 10 },
  });
  const { lines } = readMetrics(runPaths(summary.runFolder).metrics);
  const mean = (from: number) =>
    lines.slice(from, from + 12).reduce((sum, { loss = NaN }) => sum + loss, 0) / 12;
  expect(mean(37)).toBeLessThan(mean(1));
  expect(lines.at(-1)?.entropy).toBeGreaterThan(0);
  expect(lines.at(-1)?.entropy).toBeLessThan(Math.log(15));
});

test('memory is flat over steps, evaluations and checkpoints', async () => {
  const held: object[] = [];
  await trainRun({
    config: tinyConfig({
      epochs: 12,
      checkpoint: { everyEpochs: 2 },
      evaluate: { everyEpochs: 2, maxImages: 32 },
    }),
    runsFolder: join(folder(), 'runs'),
    baseFolder: folder(),
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.type === 'metrics' && event.line.step % 8 === 3) held.push({ ...tf.memory(), peakBytes: 0 });
    },
  });
  expect(held).toHaveLength(12);
  const [, second, ...others] = held;
  for (const later of others) expect(later).toEqual(second);
});

test('stopped while it is judged, a run is judged on resuming', async () => {
  const abort = new AbortController();
  let judging = false;
  const stopped = await trainRun({
    config: tinyConfig({ epochs: 1 }),
    runsFolder: join(folder(), 'runs'),
    baseFolder: folder(),
    signal: abort.signal,
    onEvent: (event) => {
      if (event.type === 'log' && event.message.startsWith('Judging')) judging = true;
      if (judging && event.type === 'progress' && event.phase === 'evaluating') abort.abort();
    },
  });
  expect(stopped).toMatchObject({ state: 'stopped', steps: 8, linear: null });
  const { summary } = await train({ epochs: 1 }, { resume: stopped.runFolder });
  expect(summary).toMatchObject({ state: 'finished', steps: 8 });
  expect(summary.linear).not.toBeNull();
});
