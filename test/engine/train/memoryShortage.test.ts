import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { estimateMemory } from '../../../engine/models/memoryEstimate';
import { createQueuedRun, queueInMicroBatches } from '../../../engine/runs/queuedRun';
import { readRun } from '../../../engine/runs/readRun';
import { RunWriter } from '../../../engine/runs/runWriter';
import { explainShortage } from '../../../engine/train/explainShortage';
import { gpuShortage } from '../../../engine/train/memoryShortage';
import { noProgress } from '../../../engine/train/runProgress';
import { trainRun } from '../../../engine/train/trainRun';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainingState } from '../runs/trainingStates';
import { tinyConfig } from './tinyRun';

const folder = temporaryFolder();
const runsFolder = () => join(folder(), 'runs');

test('a run that the memory does not suffice for begins in the micro-batches that its record proposes', async () => {
  const config = tinyConfig({ epochs: 1, encoder: { architecture: 'resnet8', width: 8 } });
  const enough = 1.2 * estimateMemory({ ...config, microBatch: 2 }, 16).total;
  const memory = vi.spyOn(process, 'availableMemory').mockReturnValue(enough);
  onTestFinished(() => memory.mockRestore());
  const run = createQueuedRun({ runsFolder: runsFolder(), config, baseFolder: folder(), versions: {} });
  const train = () =>
    trainRun({
      ...{ config: readRun(run).record.config, runsFolder: runsFolder(), baseFolder: folder(), resume: run },
      ...{ signal: new AbortController().signal, onEvent: () => undefined },
    });
  await expect(train()).rejects.toThrow(/this run would take .* but there is .*: set microBatch to 2/);
  expect(readRun(run)).toMatchObject({ state: 'failed', record: { remedy: { microBatch: 2 } } });

  queueInMicroBatches(run);
  await expect(train()).resolves.toMatchObject({ state: 'finished', steps: 8 });
  const { record } = readRun(run);
  expect(record.config.microBatch).toBe(2);
  expect(record.remedy).toBeUndefined();
});

test('what is proposed divides the batch, and is at most half of what did not fit', () => {
  const proposed = (batchSize: number, microBatch: number | null = null) =>
    gpuShortage({ batchSize, microBatch }, 32).microBatch;
  expect([proposed(256), proposed(256, 64), proposed(250), proposed(150, 50), proposed(7)]).toEqual([
    ...[128, 32, 125, 25, 1],
  ]);
  expect(gpuShortage({ batchSize: 256, microBatch: 1 }, 32)).toMatchObject({
    microBatch: null,
    message:
      'the GPU has no room for 2 views of 32×32 at once: use a smaller encoder, or device.backend "cpu"',
  });
});

test('a run that goes on from a checkpoint is told so, and not to change its configuration', async () => {
  const config = tinyConfig();
  const writer = RunWriter.create({ runsFolder: runsFolder(), config, baseFolder: folder(), versions: {} });
  onTestFinished(() => writer.close());
  const shortage = gpuShortage(config, 16);
  expect(explainShortage(shortage, writer, noProgress())).toBe(shortage);
  await writer.saveCheckpoint(trainingState(10));
  const explained = explainShortage(shortage, writer, noProgress());
  expect(explained).not.toHaveProperty('microBatch');
  expect(String(explained)).toBe(
    'UserError: the GPU has no room for 16 views of 16×16 at once, and a run goes on as it began: close other programs, or resume it where there is more memory or with --backend cpu, or start a new run with microBatch 4',
  );
});
