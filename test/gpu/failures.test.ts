import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { openImageStore } from '../../engine/augment/gpu/openImageStore';
import { closeBackend } from '../../engine/backends/closeBackend';
import { GpuFailure, GpuMemoryError } from '../../engine/backends/webgpu/gpuFailure';
import { presets } from '../../engine/config/presets';
import { runConfigSchema, type RunConfigInput } from '../../engine/config/runConfig';
import { ImageFile } from '../../engine/data/imageFile';
import type { RunEvent } from '../../engine/protocol/runEvent';
import type { RunReporter } from '../../engine/train/runReporter';
import { warmUp } from '../../engine/train/warmUp';
import { temporaryImages } from '../engine/augment/temporaryImages';
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
  // Who takes a proposal goes on in the same process.
  closeBackend();
  await openComputingNothing(true);
  await warmUp({ ...config, microBatch: 64 }, 64, 10, reporting().reporter);
});

test('what no memory would hold is refused before any is asked for, with the largest micro-batch that it can', async () => {
  const gpu = await openComputingNothing(true);
  const before = gpu.bufferManager.numBytesAllocated;
  const paper = runConfigSchema.parse(presets.paper.config);
  // Of 128 MiB; a layer makes 64 × 112 × 112 numbers of a view.
  const micro = (microBatch: number | null) =>
    warmUp({ ...paper, microBatch }, 224, 10, reporting().reporter);
  await expect(micro(null)).rejects.toThrow(
    'the GPU has no room for 8192 views of 224×224 at once: set microBatch to 16 (gradient caching: the batch stays 4096)',
  );
  expect(gpu.bufferManager.numBytesAllocated).toBe(before);
  // There, however, the views of the batch are too much for all of the memory, which smaller ones would not change.
  await expect(micro(16)).rejects.toThrow(
    'the GPU has no room for the 8192 views of 224×224 of a batch: use a smaller batchSize, or device.backend "cpu"',
  );
  expect(gpu.bufferManager.numBytesAllocated).toBeLessThan(256e6);
});

test('memory that is asked for first is no failure where it lacks, and is given back', async () => {
  const backend = await openComputingNothing(true);
  const before = backend.bufferManager.numBytesAllocated;
  expect(await backend.tryOutputs([30e6, 30e6, 30e6, 30e6, 30e6])).toBeNull();
  expect(backend.bufferManager.numBytesAllocated).toBe(before);
  expect(await backend.tryOutputs([30e6], 450e6)).toBeNull();
  const made = await backend.tryOutputs([30e6], 300e6);
  expect(made?.map(({ shape }) => shape)).toEqual([[30e6]]);
  await backend.settle();
});

test('images that the GPU has no room for come with their batch, and the log says why', async () => {
  const gpu = await openComputingNothing(true);
  const file = new ImageFile(temporaryImages(Array.from({ length: 12 }, () => [50, 50] as const)));
  onTestFinished(() => file.close());
  // Leaves room for three of the images.
  const room = gpu.output([5700]);
  for (const size of [2_500_000, 25_000, 250]) {
    while ((await gpu.tryOutputs([size])) !== null);
  }
  gpu.free(room);
  const store = await openImageStore(gpu, file, { batchSize: 2, residentBytes: 1e9 });
  expect(store.place).toBe(
    'Images: streamed to the GPU with each batch, because all 12 take 90 KB, and the GPU has too little memory free.',
  );
  for (const { bytes } of store.parts(Int32Array.of(3, 4))) expect(bytes.shape).toEqual([3750]);
  await gpu.settle();
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
