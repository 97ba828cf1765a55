import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import { openCpuBackend } from '../../engine/backends/cpu/openCpuBackend';
import { openGpuBackend } from '../../engine/backends/webgpu/openGpuBackend';
import { runConfigSchema, type RunConfigInput } from '../../engine/config/runConfig';
import { PhiloxStream } from '../../engine/random/philox';
import { Learner } from '../../engine/train/learner';
import { inChunks } from '../engine/train/inChunks';
import { openComputingNothing } from './computingNothing';

interface Batch {
  readonly side: number;
  readonly images: number;
}

function learnerOf(config: RunConfigInput, { side }: Batch): Learner {
  return new Learner(runConfigSchema.parse(config), side, 10);
}

/** A step on noise, the same for every backend; what it found is read, where anything computes. */
async function step(
  learner: Learner,
  { side, images }: Batch,
  number: number,
  read: boolean,
): Promise<number[]> {
  const stream = new PhiloxStream(7, number);
  const views = Float32Array.from({ length: 2 * images * side * side * 3 }, () => stream.uniform());
  const indices = Int32Array.from({ length: images }, (_, i) => i);
  const all = tf.tensor4d(views, [2 * images, side, side, 3]);
  const batch = {
    ...{ epoch: 0, stepInEpoch: number, indices, release: () => all.dispose() },
    ...inChunks(all, null),
  };
  const outcome = learner.step(
    batch,
    indices.map((i) => (i % 11) - 1),
    0.1,
  );
  batch.release();
  const { loss, contrastiveAccuracy, gradientNorm } = outcome;
  const values: number[] = [];
  if (read)
    for (const each of [loss, contrastiveAccuracy, gradientNorm]) values.push((await each.data())[0] ?? NaN);
  tf.dispose({ ...outcome });
  return values;
}

test('training follows the numbers of the CPU', async () => {
  const batch = { side: 12, images: 6 };
  const config: RunConfigInput = {
    encoder: { architecture: 'resnet8', width: 4 },
    head: { outputSize: 8 },
    optimizer: { type: 'lars' },
    batchSize: batch.images,
  };
  const found: number[][] = [];
  for (const open of [() => openCpuBackend({ threads: 1 }), () => openGpuBackend()]) {
    await open();
    const learner = learnerOf(config, batch);
    const values: number[] = [];
    for (let number = 0; number < 3; number++) values.push(...(await step(learner, batch, number, true)));
    // The running statistics, the probes and the optimizer have moved too.
    for (const { name, variable } of learner.variables) {
      if (/running_var|probe\.h\.weight$|optimizer/.test(name))
        values.push((await tf.norm(variable).data())[0] ?? NaN);
    }
    found.push(values);
    learner.dispose();
    closeBackend();
  }
  const [cpu = [], gpu = []] = found;
  expect(cpu.length).toBeGreaterThan(30);
  cpu.forEach((value, at) => {
    expect(Math.abs((gpu[at] ?? NaN) - value)).toBeLessThan(2e-4 * Math.max(1, Math.abs(value)));
  });
});

describe('a step of ResNet-18', () => {
  const batch = { side: 32, images: 16 };
  let learner: Learner;
  let dispatches = 0;
  let buffers = 0;

  beforeAll(async () => {
    const backend = await openComputingNothing(false);
    // Common GPUs have as many; this one has fewer, and would refuse them if it checked.
    Object.defineProperty(backend, 'mostBindings', { value: 12 });
    const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
    GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...counts) {
      dispatches++;
      dispatchWorkgroups.apply(this, counts);
    };
    const { device } = backend;
    const { createBuffer } = device;
    device.createBuffer = (descriptor) => {
      buffers++;
      return createBuffer.call(device, descriptor);
    };
    // Of width 16, which is as many programs as of width 64 in less memory.
    const config: RunConfigInput = {
      encoder: { architecture: 'resnet18', width: 16 },
      batchSize: batch.images,
    };
    learner = learnerOf(config, batch);
    for (let number = 0; number < 3; number++) await step(learner, batch, number, false);
  });
  afterAll(() => {
    learner.dispose();
    closeBackend();
  });

  test('takes fewer than 250 dispatches', async () => {
    dispatches = 0;
    await step(learner, batch, 3, false);
    expect(dispatches).toBeGreaterThan(150);
    expect(dispatches).toBeLessThan(250);
  });

  test('needs no more memory than the one before, and makes no buffers but to bring its batch over', async () => {
    const before = tf.memory() as unknown as { numBytesAllocatedInGPU: number };
    buffers = 0;
    await step(learner, batch, 4, false);
    // Views and two copies of labels.
    expect(buffers).toBeLessThanOrEqual(4);
    const after = tf.memory() as unknown as { numBytesAllocatedInGPU: number };
    expect(after.numBytesAllocatedInGPU - before.numBytesAllocatedInGPU).toBeLessThan(1e5);
  });
});
