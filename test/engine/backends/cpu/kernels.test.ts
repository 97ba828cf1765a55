import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openCpuBackend, type OpenedCpuBackend } from '../../../../engine/backends/cpu/openCpuBackend';
import { CPU_BACKEND } from '../../../../engine/backends/cpu/cpuBackend';
import { differences, normal, type Values } from '../bothBackends';
import { checkEqualMaxima, checkLarsOfZeros, checkMaxPool, checkNtXent, checkUpdates } from '../kernelChecks';

// tfjs's plain backend, the reference, takes long for the larger ones.
vi.setConfig({ testTimeout: 180_000 });

/** Rounding of float32 sums of some thousand terms. */
const TOLERANCE = 2e-5;

/** [images, height, width, channels, filter, stride, pad, output channels] */
type Convolution = [number, number, number, number, number, number, number, number];

const convolutions: Convolution[] = [
  [5, 8, 8, 16, 3, 1, 1, 16],
  [3, 32, 32, 3, 3, 1, 1, 16],
  [2, 9, 7, 5, 3, 1, 1, 7],
  [4, 8, 8, 16, 3, 2, 1, 32],
  [3, 7, 9, 6, 3, 2, 1, 20],
  [4, 8, 8, 16, 1, 2, 0, 32],
  [3, 5, 6, 8, 1, 1, 0, 24],
  [2, 17, 15, 3, 7, 2, 3, 9],
  [1, 6, 6, 4, 5, 3, 2, 4],
  [40, 4, 4, 24, 3, 1, 1, 17],
  [1, 1, 1, 3, 1, 1, 0, 2],
  [2, 60, 61, 40, 3, 1, 1, 8],
  // By Winograd: bands of an image, tiles over the edge, channels that fill no panel, filters that no cache holds.
  [2, 46, 45, 16, 3, 1, 1, 24],
  [21, 5, 7, 24, 3, 1, 0, 16],
  [2, 8, 8, 128, 3, 1, 1, 128],
  [1, 7, 6, 256, 3, 1, 1, 264],
];

describe.each(['wide', 'narrow', 'plain'] as const)('%s build', (build) => {
  let opened: OpenedCpuBackend;
  beforeAll(async () => {
    opened = await openCpuBackend({ build, threads: 2 });
  });
  afterAll(() => {
    opened.backend.dispose();
  });

  /** The worst of all outputs; inputs are made from consecutive seeds. */
  async function worst(kernel: string, inputs: Record<string, Values>, attrs: object = {}): Promise<number> {
    const used = opened.backend.heap.usedBytes;
    const result = Math.max(...(await differences(kernel, inputs, attrs)));
    expect(opened.backend.heap.usedBytes, 'bytes left behind').toBe(used);
    return result;
  }

  test.each(convolutions)(
    'convolution and its gradients, %i × %i × %i × %i, filter %i, stride %i, pad %i, to %i',
    async (images, height, width, channels, size, stride, pad, outputs) => {
      const out = (side: number) => Math.floor((side + 2 * pad - size) / stride) + 1;
      const x = normal([images, height, width, channels], 1);
      const filter = normal([size, size, channels, outputs], 2);
      const dy = normal([images, out(height), out(width), outputs], 3);
      const attrs = { strides: stride, pad, dataFormat: 'NHWC', dilations: 1, dimRoundingMode: 'floor' };
      expect(await worst('Conv2D', { x, filter }, attrs)).toBeLessThan(TOLERANCE);
      const forInput = { ...attrs, inputShape: x.shape };
      expect(await worst('Conv2DBackpropInput', { dy, filter }, forInput)).toBeLessThan(TOLERANCE);
      const forFilter = { ...attrs, filterShape: filter.shape };
      expect(await worst('Conv2DBackpropFilter', { x, dy }, forFilter)).toBeLessThan(TOLERANCE);
    },
  );

  test.each(convolutions.flatMap((shape) => [true, false].map((relu) => [...shape, relu] as const)))(
    'convolution, batch norm, residual: %i × %i × %i × %i, filter %i, stride %i, pad %i, to %i, relu %s',
    async (images, height, width, channels, size, stride, pad, outputs, relu) => {
      const out = (side: number) => Math.floor((side + 2 * pad - size) / stride) + 1;
      const shape = [images, out(height), out(width), outputs];
      const inputs = {
        x: normal([images, height, width, channels], 4),
        filter: normal([size, size, channels, outputs], 5),
        gamma: normal([outputs], 6),
        beta: normal([outputs], 7),
      };
      const residual = normal(shape, 8);
      const attrs = { stride, pad, relu, epsilon: 1e-3, share: 0.3 };
      expect(await worst('ConvBatchNorm', inputs, attrs)).toBeLessThan(TOLERANCE);
      const running = { runningMean: normal([outputs], 9), runningVariance: normal([outputs], 10) };
      expect(await worst('ConvBatchNorm', { ...inputs, ...running, residual }, attrs)).toBeLessThan(
        TOLERANCE,
      );
      const { gamma: scale, beta: shift, x, filter } = inputs;
      const folded = { x, filter, scale, shift };
      expect(await worst('ConvAffine', folded, { stride, pad, relu })).toBeLessThan(TOLERANCE);
      expect(await worst('ConvAffine', { ...folded, residual }, { stride, pad, relu })).toBeLessThan(
        TOLERANCE,
      );
    },
  );

  test.each([...convolutions, [1, 50, 45, 16, 3, 1, 1, 16] as const])(
    'backward pass of convolution and batch norm: %i × %i × %i × %i, filter %i, stride %i, pad %i, to %i',
    async (images, height, width, channels, size, stride, pad, outputs) => {
      const out = (side: number) => Math.floor((side + 2 * pad - size) / stride) + 1;
      const shape = [images, out(height), out(width), outputs];
      const inputs = {
        dy: normal(shape, 30),
        out: normal(shape, 31),
        conv: normal(shape, 32),
        x: normal([images, height, width, channels], 33),
        filter: normal([size, size, channels, outputs], 34),
        gamma: normal([outputs], 35),
        mean: normal([outputs], 36, 0.1),
        variance: { shape: [outputs], data: normal([outputs], 37).data.map((value) => 0.5 + value * value) },
      };
      for (const [relu, hasResidual, inputGradient] of [
        [true, false, true],
        [false, true, true],
        [true, true, true],
        [true, false, false],
      ]) {
        const attrs = { stride, pad, relu, epsilon: 1e-5, hasResidual, inputGradient };
        expect(await worst('ConvBatchNormGrad', inputs, attrs)).toBeLessThan(TOLERANCE);
      }
    },
  );

  test.each([
    [7, 5, 5, 16],
    [3, 4, 9, 13],
    [600, 1, 1, 40],
  ])('gradient of batch norm, %i × %i × %i × %i', async (images, height, width, channels) => {
    const shape = [images, height, width, channels];
    const inputs = {
      dy: normal(shape, 10),
      out: normal(shape, 11),
      conv: normal(shape, 12),
      gamma: normal([channels], 13),
      mean: normal([channels], 14, 0.1),
      variance: { shape: [channels], data: normal([channels], 15).data.map((value) => 0.5 + value * value) },
    };
    for (const relu of [true, false]) {
      for (const hasResidual of [true, false]) {
        const attrs = { relu, epsilon: 1e-5, hasResidual };
        expect(await worst('BatchNormGrad', inputs, attrs)).toBeLessThan(TOLERANCE);
      }
    }
  });

  test.each([
    [1, 1, 1],
    [7, 5, 3],
    [6, 16, 8],
    [65, 33, 130],
    [512, 10, 64],
    [64, 300, 512],
  ])('matrix product %i × %i × %i, each side transposed or not', async (rows, columns, depth) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const a = normal(transposeA ? [depth, rows] : [rows, depth], 20);
        const b = normal(transposeB ? [columns, depth] : [depth, columns], 21);
        const attrs = { transposeA, transposeB };
        expect(await worst('BatchMatMul', { a, b }, attrs)).toBeLessThan(TOLERANCE);
      }
    }
  });

  test('residual of a softmax classifier, some rows without a label', async () => {
    const logits = normal([300, 7], 40, 30);
    const labels = { shape: [300], data: Float32Array.from({ length: 300 }, (_, i) => (i % 8) - 1) };
    expect(await worst('SoftmaxResidual', { logits, labels })).toBeLessThan(TOLERANCE);
  });

  test.each(['Add', 'Sub', 'Multiply'])('%s, with every kind of broadcast', async (kernel) => {
    const shapes = [
      [[37], [37]],
      [
        [3, 7, 9, 31],
        [3, 7, 9, 31],
      ],
      [[301, 33], [33]],
      [
        [301, 33],
        [1, 33],
      ],
      [
        [40, 9, 9, 5],
        [9, 9, 5],
      ],
      [[70, 71], []],
      [
        [70, 71],
        [1, 1],
      ],
      [
        [70, 71],
        [70, 1],
      ],
      [[33], [301, 33]],
      [[60000], [60000]],
    ];
    for (const [a = [], b = []] of shapes) {
      expect(await worst(kernel, { a: normal(a, 30), b: normal(b, 31) })).toBeLessThan(1e-6);
    }
  });

  test.each(['Sum', 'Mean'])('%s over any axes', async (kernel) => {
    const x = normal([70, 9, 33], 41);
    for (const axis of [[0], [0, 1], [1], [2], [0, 2], [0, 1, 2], 0, -1]) {
      for (const keepDims of [false, true])
        expect(await worst(kernel, { x }, { axis, keepDims })).toBeLessThan(TOLERANCE);
    }
  });

  test('global average pool and its gradient', async () => {
    expect(await worst('GlobalAveragePool', { x: normal([5, 7, 3, 18], 40) })).toBeLessThan(TOLERANCE);
    const attrs = { height: 4, width: 7 };
    expect(await worst('GlobalAveragePoolGrad', { dy: normal([5, 18], 41) }, attrs)).toBeLessThan(TOLERANCE);
  });

  test.each([
    [2, 1],
    [4, 3],
    [10, 16],
    [34, 20],
    [512, 64],
    [1030, 33],
  ])('NT-Xent of %i projections of size %i', async (views, size) => {
    const z = normal([views, size], 50);
    for (const normalize of [true, false]) {
      for (const temperature of normalize ? [0.01, 0.1, 0.5, 1] : [1, 10]) {
        await checkNtXent(CPU_BACKEND, z, temperature, normalize);
      }
    }
  });

  test('NT-Xent of zero projections has a loss and a gradient of zero', async () => {
    const z = normal([6, 4], 51);
    z.data.fill(0, 4, 8);
    expect(await worst('NtXent', { z }, { temperature: 0.5, normalize: true })).toBeLessThan(TOLERANCE);
  });

  test.each([
    [3, 8, 8, 5],
    [2, 7, 9, 16],
    [1, 1, 2, 3],
  ])('max-pool of the stem and its gradient, %i × %i × %i × %i', (...shape) => checkMaxPool(worst, shape));

  test('of equal maxima the first in the window gets the gradient', () => checkEqualMaxima(CPU_BACKEND));

  test.each([[[41, 7]], [[3]], [[130, 257]]])('optimizer updates of a parameter of shape %j', (shape) =>
    checkUpdates(worst, shape),
  );

  test('LARS leaves a parameter of zeros unscaled', () => checkLarsOfZeros(worst));
});
