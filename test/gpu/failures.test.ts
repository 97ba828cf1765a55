import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import { GpuFailure, GpuMemoryError } from '../../engine/backends/webgpu/gpuFailure';
import { runConfigSchema, type RunConfigInput } from '../../engine/config/runConfig';
import type { RunEvent } from '../../engine/protocol/runEvent';
import type { RunReporter } from '../../engine/train/runReporter';
import { warmUp } from '../../engine/train/warmUp';
import { openComputingNothing } from './computingNothing';

afterEach(closeBackend);

function reporting(): { events: RunEvent[]; reporter: RunReporter } {
  const events: RunEvent[] = [];
  const reporter = { emit: (event: RunEvent) => events.push(event) };
  return { events, reporter: reporter as unknown as RunReporter };
}

const small: RunConfigInput = { encoder: { architecture: 'resnet8', width: 8 }, batchSize: 8 };

test('programs are compiled before the first step, with progress, and leave nothing behind', async () => {
  await openComputingNothing(true);
  const { events, reporter } = reporting();
  const tensors = tf.memory().numTensors;
  await warmUp(runConfigSchema.parse(small), 32, 10, reporter);
  expect(tf.memory().numTensors).toBe(tensors);
  const done = events.map((event) => (event.type === 'progress' ? event.done : 0));
  expect(done.length).toBeGreaterThan(30);
  expect(done).toEqual(done.map((_, index) => index + 1));
  expect(events.at(-1)).toEqual({
    ...{ type: 'progress', phase: 'compiling' },
    ...{ done: done.length, total: done.length },
  });
});

test('a batch that the memory has no room for is refused with the micro-batch to try', async () => {
  await openComputingNothing(true);
  const config = runConfigSchema.parse({ ...small, batchSize: 1024 });
  await expect(warmUp(config, 64, 10, reporting().reporter)).rejects.toThrow(
    'the GPU has no room for 2048 views of 64×64 at once: set microBatch to 512 (gradient caching: the batch stays 1024)',
  );
});

test('numbers are not read from a device whose memory has run out', async () => {
  const backend = await openComputingNothing(true);
  const x = tf.engine().makeTensorFromTensorInfo(backend.output([8]));
  for (let i = 0; i < 9; i++) backend.output([16_000_000]);
  await expect(x.data()).rejects.toThrow('the memory of the GPU does not suffice');
  await expect(backend.keepUp()).rejects.toBeInstanceOf(GpuMemoryError);
});

test('a tensor that no buffer can hold is refused at once', async () => {
  const backend = await openComputingNothing(true);
  expect(() => backend.output([80_000_000])).toThrow(GpuMemoryError);
});

test('a GPU that is lost is named, with what to do', async () => {
  const device = { lost: Promise.resolve({ reason: 'unknown', message: 'DEVICE_LOST\nat a line' }) };
  const failure = new GpuFailure(device as unknown as GPUDevice, 'Some GPU');
  await device.lost;
  expect(() => failure.check()).toThrow(
    'the GPU Some GPU was lost (DEVICE_LOST): its driver was reset, or it was unplugged. Resume the run; with --backend cpu it goes on without it',
  );
});

test('one that is closed has not failed', async () => {
  const device = { lost: Promise.resolve({ reason: 'destroyed', message: '' }) };
  const failure = new GpuFailure(device as unknown as GPUDevice, 'Some GPU');
  await device.lost;
  expect(() => failure.check()).not.toThrow();
});
