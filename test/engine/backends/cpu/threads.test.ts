import * as tf from '@tensorflow/tfjs-core';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { CPU_BACKEND } from '../../../../engine/backends/cpu/cpuBackend';
import { openCpuBackend } from '../../../../engine/backends/cpu/openCpuBackend';
import { normal, runOn, type Values } from '../bothBackends';

/** The outputs of the kernels that add up over chunks, with a number of threads. */
async function outputs(threads: number): Promise<Values[]> {
  const { backend } = await openCpuBackend({ threads, build: 'narrow' });
  const x = normal([33, 12, 12, 20], 1);
  const filter = normal([3, 3, 20, 24], 2);
  const y = normal([33, 12, 12, 24], 3);
  const channel = normal([24], 4);
  const strides = { strides: 1, pad: 1, dataFormat: 'NHWC', dimRoundingMode: 'floor' };
  const norm = { stride: 1, pad: 1, relu: true, epsilon: 1e-5, hasResidual: true };
  const positive = { shape: [24], data: channel.data.map(Math.abs) };
  const wide = normal([33, 12, 12, 16], 6);
  const square = normal([3, 3, 16, 16], 7);
  const first = (values: Values) => ({ shape: [16], data: values.data.slice(0, 16) });
  const statistics = { gamma: first(channel), mean: first(channel), variance: first(positive) };
  const results = [
    await runOn(CPU_BACKEND, 'Conv2DBackpropFilter', { x, dy: y }, { ...strides, filterShape: filter.shape }),
    await runOn(
      CPU_BACKEND,
      'ConvBatchNorm',
      { x, filter, gamma: channel, beta: channel, residual: y },
      norm,
    ),
    await runOn(
      CPU_BACKEND,
      'BatchNormGrad',
      { dy: y, out: y, conv: y, gamma: channel, mean: channel, variance: positive },
      norm,
    ),
    await runOn(
      CPU_BACKEND,
      'ConvBatchNormGrad',
      { dy: wide, out: wide, conv: wide, x: wide, filter: square, ...statistics },
      { ...norm, inputGradient: true },
    ),
    await runOn(CPU_BACKEND, 'NtXent', { z: normal([130, 24], 5) }, { temperature: 0.5, normalize: true }),
  ];
  backend.dispose();
  return results.flat();
}

test('results are the same bit for bit with any number of threads', async () => {
  const [one, two, five] = [await outputs(1), await outputs(2), await outputs(5)];
  expect(two).toEqual(one);
  expect(five).toEqual(one);
});

test('thousands of small jobs in a row all finish, with more threads than cores', async () => {
  const { backend } = await openCpuBackend({ threads: 6, build: 'narrow' });
  const a = tf.ones([256, 256]);
  let sum = a;
  for (let i = 0; i < 5000; i++) {
    const next = tf.add(sum, a);
    if (sum !== a) sum.dispose();
    sum = next;
  }
  expect(new Set(sum.dataSync())).toEqual(new Set([5001]));
  backend.dispose();
});

test('a thread that traps ends the job with an error, not with a hang, nor the process', async () => {
  const outside = 2 ** 32 - 64;
  // Which thread is the first to trap differs from time to time; the end of a worker is told in a later turn.
  for (let round = 0; round < 8; round++) {
    const { backend } = await openCpuBackend({ threads: 3, build: 'narrow' });
    // Enough chunks that the other threads get some; every one of them writes beyond the memory.
    const run = () => {
      for (let i = 0; i < 50; i++) backend.pool.run('averagePool', 5000, [outside, outside, 64, 64]);
    };
    expect(run).toThrow(/compute thread failed|out of bounds/);
    await setTimeout(50);
    await backend.pool.close();
  }
});

test('batch statistics keep their digits where the mean is large beside the spread', async () => {
  const { backend } = await openCpuBackend({ threads: 2, build: 'narrow' });
  const x = normal([64, 8, 8, 20], 6);
  x.data.forEach((value, i) => (x.data[i] = 300 + value));
  const identity = {
    shape: [1, 1, 20, 20],
    data: Float32Array.from({ length: 400 }, (_, i) => (i % 21 ? 0 : 1)),
  };
  const ones = { shape: [20], data: new Float32Array(20).fill(1) };
  const attrs = { stride: 1, pad: 0, relu: false, epsilon: 1e-5 };
  const inputs = { x, filter: identity, gamma: ones, beta: ones };
  const [, mean, variance] = await runOn(CPU_BACKEND, 'ConvBatchNorm', inputs, attrs);
  for (let c = 0; c < 20; c++) {
    const values = Array.from(x.data).filter((_, i) => i % 20 === c);
    const exactMean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const exactVariance = values.reduce((sum, value) => sum + (value - exactMean) ** 2, 0) / values.length;
    expect(Math.abs((mean?.data[c] ?? NaN) - exactMean)).toBeLessThan(1e-4);
    expect(Math.abs((variance?.data[c] ?? NaN) / exactVariance - 1)).toBeLessThan(1e-4);
  }
  backend.dispose();
});
