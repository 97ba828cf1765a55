import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { GPU_BACKEND } from '../../engine/backends/webgpu/gpuBackend';
import { differences, normal, type Values } from '../engine/backends/bothBackends';
import { checkLarsOfZeros, checkNtXent, checkUpdates } from '../engine/backends/kernelChecks';
import { gpuForTests } from './gpuForTests';

/** Rounding of float32 sums of some thousand terms. */
const TOLERANCE = 2e-5;

/** [images, height, width, channels, filter, stride, pad, output channels] */
type Convolution = [number, number, number, number, number, number, number, number];

const convolutions: Convolution[] = [
  [3, 6, 6, 3, 3, 1, 1, 16],
  [2, 9, 7, 5, 3, 1, 1, 7],
  [3, 7, 9, 8, 3, 2, 1, 70],
  [2, 15, 13, 3, 7, 2, 3, 9],
  [4, 5, 5, 8, 1, 2, 0, 4],
  [70, 1, 1, 33, 1, 1, 0, 20],
];

const gpuOf = gpuForTests();

/** The worst of all outputs, against tfjs's plain backend. */
async function worst(kernel: string, inputs: Record<string, Values>, attrs: object = {}): Promise<number> {
  const gpu = gpuOf();
  const used = gpu.bufferManager.numBytesUsed;
  const result = Math.max(...(await differences(kernel, inputs, attrs, GPU_BACKEND)));
  expect(gpu.bufferManager.numBytesUsed, 'bytes left behind').toBe(used);
  return result;
}

describe.each(convolutions)(
  'convolution %i × %i × %i × %i, filter %i, stride %i, pad %i, to %i',
  (images, height, width, channels, size, stride, pad, outputs) => {
    const out = (side: number) => Math.floor((side + 2 * pad - size) / stride) + 1;
    const outShape = [images, out(height), out(width), outputs];
    const x = normal([images, height, width, channels], 1);
    const filter = normal([size, size, channels, outputs], 2);
    const gamma = normal([outputs], 6);
    const residual = normal(outShape, 8);

    test('and its gradients', async () => {
      const dy = normal(outShape, 3);
      const attrs = { strides: stride, pad, dataFormat: 'NHWC', dilations: 1, dimRoundingMode: 'floor' };
      expect(await worst('Conv2D', { x, filter }, attrs)).toBeLessThan(TOLERANCE);
      const forInput = { ...attrs, inputShape: x.shape };
      expect(await worst('Conv2DBackpropInput', { dy, filter }, forInput)).toBeLessThan(TOLERANCE);
      const forFilter = { ...attrs, filterShape: filter.shape };
      expect(await worst('Conv2DBackpropFilter', { x, dy }, forFilter)).toBeLessThan(TOLERANCE);
    });

    test('with batch norm, residual and ReLU', async () => {
      const beta = normal([outputs], 7);
      const attrs = { stride, pad, relu: true, epsilon: 1e-3, share: 0.3 };
      const running = { runningMean: normal([outputs], 9), runningVariance: normal([outputs], 10) };
      const whole = { x, filter, gamma, beta, residual, ...running };
      expect(await worst('ConvBatchNorm', whole, attrs)).toBeLessThan(TOLERANCE);
      const plain = { ...attrs, relu: false };
      expect(await worst('ConvBatchNorm', { x, filter, gamma, beta }, plain)).toBeLessThan(TOLERANCE);
      const folded = { x, filter, scale: gamma, shift: beta, residual };
      expect(await worst('ConvAffine', folded, { stride, pad, relu: true })).toBeLessThan(TOLERANCE);
    });

    test('with batch norm, backwards', async () => {
      const inputs = {
        ...{
          x,
          filter,
          gamma,
          dy: normal(outShape, 30),
          out: normal(outShape, 31),
          conv: normal(outShape, 32),
        },
        mean: normal([outputs], 36, 0.1),
        variance: { shape: [outputs], data: normal([outputs], 37).data.map((value) => 0.5 + value * value) },
      };
      for (const [relu, hasResidual, inputGradient] of [
        [true, true, true],
        [false, false, false],
      ]) {
        const attrs = { stride, pad, relu, epsilon: 1e-5, hasResidual, inputGradient };
        expect(await worst('ConvBatchNormGrad', inputs, attrs)).toBeLessThan(TOLERANCE);
      }
    });
  },
);

test('moments of many pixels with a large mean', async () => {
  const x = normal([9, 8, 8, 4], 1);
  const inputs = {
    x: { ...x, data: x.data.map((value) => value + 100) },
    filter: normal([1, 1, 4, 8], 2),
    gamma: normal([8], 3),
    beta: normal([8], 4),
  };
  const attrs = { stride: 1, pad: 0, relu: false, epsilon: 1e-5 };
  // A sum of squares would lose four digits here; float32 itself has lost two before.
  expect(await worst('ConvBatchNorm', inputs, attrs)).toBeLessThan(2e-4);
});

test.each([
  [65, 33, 130],
  [64, 300, 12],
])('matrix product %i × %i × %i, each side transposed or not', async (rows, columns, depth) => {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const a = normal(transposeA ? [depth, rows] : [rows, depth], 20);
      const b = normal(transposeB ? [columns, depth] : [depth, columns], 21);
      expect(await worst('BatchMatMul', { a, b }, { transposeA, transposeB })).toBeLessThan(TOLERANCE);
    }
  }
});

test.each([
  [1, 1, 1],
  // So large that its tiles are.
  [2050, 2060, 5],
])('matrix product %i × %i × %i', async (rows, columns, depth) => {
  const inputs = { a: normal([rows, depth], 20), b: normal([depth, columns], 21) };
  const attrs = { transposeA: false, transposeB: false };
  expect(await worst('BatchMatMul', inputs, attrs)).toBeLessThan(TOLERANCE);
});

// The sizes are few, for each takes programs of its own.
test.each([
  [2, 33],
  [10, 16],
  [134, 33],
])('NT-Xent of %i projections of size %i', async (views, size) => {
  const z = normal([views, size], 50);
  for (const [temperature, normalize] of [
    [0.05, true],
    [0.5, true],
    [2, false],
  ] as const) {
    await checkNtXent(GPU_BACKEND, z, temperature, normalize);
  }
});

test('NT-Xent of zero projections has a loss and a gradient of zero', async () => {
  const z = normal([10, 16], 51);
  z.data.fill(0, 16, 32);
  expect(await worst('NtXent', { z }, { temperature: 0.5, normalize: true })).toBeLessThan(TOLERANCE);
});

test('batch norm with fixed statistics, folded', async () => {
  const [gamma, beta, mean] = [normal([300], 1), normal([300], 2), normal([300], 3)];
  const variance = { shape: [300], data: normal([300], 4).data.map((value) => value * value) };
  const inputs = { gamma, beta, mean, variance };
  expect(await worst('FoldBatchNorm', inputs, { epsilon: 1e-5 })).toBeLessThan(1e-6);
});

test('global average pool and its gradient', async () => {
  expect(await worst('GlobalAveragePool', { x: normal([5, 7, 3, 18], 40) })).toBeLessThan(TOLERANCE);
  const attrs = { height: 4, width: 7 };
  expect(await worst('GlobalAveragePoolGrad', { dy: normal([5, 18], 41) }, attrs)).toBeLessThan(TOLERANCE);
});

test('residual of a softmax classifier, some rows without a label', async () => {
  const logits = normal([300, 7], 40, 30);
  const labels = { shape: [300], data: Float32Array.from({ length: 300 }, (_, i) => (i % 8) - 1) };
  expect(await worst('SoftmaxResidual', { logits, labels })).toBeLessThan(TOLERANCE);
});

test('norm of many tensors, more than a program takes', async () => {
  const tensors = Array.from({ length: 17 }, (_, i) => normal([i + 1, 600], 80 + i));
  expect(await worst('GlobalNorm', Object.fromEntries(tensors.entries()))).toBeLessThan(1e-6);
});

test.each([true, false])('a layer of the head and its gradients, bias and ReLU %s', async (both) => {
  const [x, weight] = [normal([70, 33], 1), normal([33, 20], 2)];
  const bias = both ? { bias: normal([20], 3) } : {};
  expect(await worst('Dense', { x, weight, ...bias }, { relu: both })).toBeLessThan(TOLERANCE);
  const inputs = { x, weight, dy: normal([70, 20], 4), out: normal([70, 20], 5) };
  expect(await worst('DenseGrad', inputs, { relu: both, hasBias: both })).toBeLessThan(TOLERANCE);
});

test.each([
  [90, 12, 4],
  [33, 19, 10],
])('a step of an online probe, %i rows of %i, %i classes', async (rows, size, classes) => {
  const features = normal([rows, size], 1, 5);
  const probe = {
    ...{ weight: normal([size, classes], 2), bias: normal([classes], 3) },
    ...{ weightVelocity: normal([size, classes], 4), biasVelocity: normal([classes], 5) },
    ...{ runningMean: normal([size], 6), seen: { shape: [1], data: Float32Array.of(0.3) } },
    runningVariance: { shape: [size], data: normal([size], 7).data.map((value) => 0.5 + value * value) },
  };
  const labels = {
    shape: [rows],
    data: Float32Array.from({ length: rows }, (_, i) => (i % (classes + 1)) - 1),
  };
  expect(await worst('ProbeUpdate', { features, labels, ...probe }, { learningRate: 0.1 })).toBeLessThan(
    TOLERANCE,
  );
});

test.each([[[41, 7]], [[3]], [[130, 257]]])('updates of a parameter of shape %j', (shape) =>
  checkUpdates(worst, shape),
);

test('LARS leaves a parameter of zeros unscaled', () => checkLarsOfZeros(worst));

test('a tensor that has been disposed of makes room at once', async () => {
  await tf.setBackend(GPU_BACKEND);
  const gpu = gpuOf();
  const before = gpu.bufferManager.numBytesAllocated;
  const x = tf.ones([64, 1024]);
  let y = tf.clone(x);
  for (let i = 0; i < 40; i++) {
    const next = tf.add(y, x);
    y.dispose();
    y = next;
  }
  expect((await y.data())[0]).toBe(41);
  tf.dispose([x, y]);
  // Three are alive at a time, and one is read.
  expect(gpu.bufferManager.numBytesAllocated - before).toBeLessThan(6 * 64 * 1024 * 4);
});
