import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import type { GpuBackend } from '../../engine/backends/webgpu/gpuBackend';
import { openDataset } from '../../engine/data/openDataset';
import type { RunEvent } from '../../engine/protocol/runEvent';
import { latestCheckpoint } from '../../engine/runs/checkpoints';
import { readMetrics } from '../../engine/runs/readMetrics';
import { RunWriter } from '../../engine/runs/runWriter';
import { explainShortage } from '../../engine/train/explainShortage';
import { Learner } from '../../engine/train/learner';
import { openRunLoader } from '../../engine/train/openRunLoader';
import type { PreparedRun } from '../../engine/train/preparedRun';
import { describeDataset, planRun } from '../../engine/train/runPlan';
import { noProgress } from '../../engine/train/runProgress';
import { RunReporter } from '../../engine/train/runReporter';
import { TrainControl } from '../../engine/train/trainControl';
import { trainSteps } from '../../engine/train/trainSteps';
import { temporaryFolder } from '../engine/runs/temporaryFolder';
import { tinyConfig } from '../engine/train/tinyRun';
import { openComputingNothing } from './computingNothing';

const folder = temporaryFolder();
afterEach(closeBackend);

/**
 * Takes the steps of a run on the device that computes nothing.
 * @param evaluating called before each evaluation, with the step.
 */
async function train(evaluating: (gpu: GpuBackend, step: number) => void) {
  const gpu = await openComputingNothing(true);
  const read = gpu.read.bind(gpu);
  // It leaves whatever was in its memory before, which need not be a number.
  gpu.read = async (dataId) => new Float32Array((await read(dataId)).length);
  const config = tinyConfig({ epochs: 2, checkpoint: { everyEpochs: 2 } });
  const options = { runsFolder: join(folder(), 'runs'), baseFolder: folder(), seed: config.seed };
  const dataset = await openDataset(config.data, options);
  const writer = RunWriter.create({ ...options, config, versions: {} });
  writer.update({ dataset: describeDataset(dataset) });
  const progress = noProgress();
  const said: string[] = [];
  const reporter = new RunReporter(writer, (event: RunEvent) => {
    if (event.type === 'log') said.push(event.message);
    if (event.type === 'progress' && event.done === 0) evaluating(gpu, progress.step);
  });
  const learner = new Learner(config, dataset.imageSize, 10);
  const run: PreparedRun = {
    ...{ config, dataset, learner, writer, reporter, plan: planRun(config, dataset, learner) },
    device: { backend: 'webgpu', detail: 'nothing', threads: 0 },
    ...{ labelled: true, signal: new AbortController().signal, control: new TrainControl() },
  };
  const loader = await openRunLoader(run, 0);
  const error = await trainSteps(run, progress, loader)
    .then(() => null)
    .catch((thrown: unknown) => explainShortage(thrown, writer, progress));
  await loader.close();
  learner.dispose();
  writer.close();
  return { said, error, paths: writer.paths, step: progress.step };
}

/** More than there is. */
const everything = (gpu: GpuBackend) => Array.from({ length: 9 }, () => gpu.output([16_000_000]));

test('an evaluation that memory lacked for is done once more without what was kept for reuse', async () => {
  let tries = 0;
  const { said, error, step, paths } = await train((gpu, at) => {
    // Taken by what has ended by now, and kept by tfjs for tensors of its size.
    if (at === 8 && tries++ === 0) for (const { dataId } of everything(gpu)) gpu.disposeData(dataId);
  });
  expect(error).toBeNull();
  expect(step).toBe(16);
  expect(said).toContain("Images: all 64 in the GPU's memory (49.2 KB).");
  const evaluated = readMetrics(paths.metrics).lines.filter((line) => line['knn.h'] !== undefined);
  expect(evaluated.map((line) => line.step)).toEqual([0, 8, 16]);
});

test('a run whose evaluation has no memory keeps its step, and says how to go on', async () => {
  const { error, paths } = await train((gpu, at) => {
    if (at === 8) everything(gpu);
  });
  expect(String(error)).toBe(
    'UserError: the GPU ran out of memory after step 8: close other programs that use it, then resume the run, which goes on from step 8; with --backend cpu it goes on without the GPU',
  );
  expect(latestCheckpoint(paths.checkpoints)?.step).toBe(8);
  expect(readMetrics(paths.metrics).lines.at(-1)).toMatchObject({ step: 8, loss: expect.any(Number) });
});

test('where it lacks before the first step, the remedy is a smaller micro-batch', async () => {
  const { error } = await train((gpu) => void everything(gpu));
  expect(error).toMatchObject({ microBatch: 4 });
});
