import { tensor1d } from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GPU_BACKEND, type GpuBackend } from '../../engine/backends/webgpu/gpuBackend';
import { closeGpuBackend, openGpuBackend } from '../../engine/backends/webgpu/openGpuBackend';
import { convolutionCode, type ConvolutionShape } from '../../engine/backends/webgpu/shaders/convolution';
import {
  filterGradientCode,
  inputGradientCode,
} from '../../engine/backends/webgpu/shaders/convolutionGradients';
import { denseCode } from '../../engine/backends/webgpu/shaders/dense';
import { productCode } from '../../engine/backends/webgpu/shaders/product';
import {
  plainMatrices,
  subgroupMatrices,
  type MatrixShape,
} from '../../engine/backends/webgpu/shaders/matrixUnit';
import { differences, normal, runOn } from '../engine/backends/bothBackends';
import { openComputingNothing } from './computingNothing';

/** NVIDIA's units, and Apple's. */
const large: MatrixShape = { M: 16, N: 16, K: 16 };
const small: MatrixShape = { M: 8, N: 8, K: 8 };

/** [images, height, width, channels, filter, stride, pad, output channels] */
const blocks: [number, number, number, number, number, number, number, number][] = [
  [2, 9, 7, 5, 3, 1, 1, 7],
  [3, 7, 9, 8, 3, 2, 1, 70],
];

/**
 * The units' work done by plain arithmetic, everything around them as on a GPU that has them. Compiled in software, programs
 * for the larger units take four times as long, so that these do what differs between sizes alone.
 */
describe.each([
  { shape: large, tried: blocks.slice(0, 1), all: false },
  { shape: small, tried: blocks, all: true },
])('by units of $shape.M × $shape.N × $shape.K', ({ shape, tried, all }) => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    ({ backend: gpu } = await openGpuBackend());
    gpu.mixPrecision(plainMatrices(shape), 1024);
  });
  beforeEach(() => gpu.lossScale?.reset());
  afterAll(closeGpuBackend);

  /** Multiplies gradients by that from now on. */
  const raiseBy = (scale: number) => {
    const value = tensor1d([scale, 1 / scale, 0, 0, 0, 0]);
    gpu.lossScale?.state.assign(value);
    value.dispose();
  };
  const overflowed = async () => (await gpu.lossScale?.state.data())?.[2] !== 0;

  test.each(tried)(
    'a block of %i × %i × %i × %i, filter %i, stride %i, pad %i, to %i',
    async (...numbers) => {
      const [images, height, width, channels, size, stride, pad, outputs] = numbers;
      const out = (side: number) => Math.floor((side + 2 * pad - size) / stride) + 1;
      const outShape = [images, out(height), out(width), outputs];
      const network = {
        ...{
          x: normal([images, height, width, channels], 1),
          filter: normal([size, size, channels, outputs], 2),
        },
        gamma: normal([outputs], 3),
      };
      const attrs = { stride, pad, relu: true, epsilon: 1e-3, share: 0.1 };
      const forward = { ...network, beta: normal([outputs], 4), residual: normal(outShape, 5) };
      expect(Math.max(...(await differences('ConvBatchNorm', forward, attrs, GPU_BACKEND)))).toBeLessThan(
        2e-5,
      );
      const backward = {
        ...network,
        ...{ dy: normal(outShape, 6), out: normal(outShape, 7), conv: normal(outShape, 8) },
        mean: normal([outputs], 9, 0.1),
        variance: { shape: [outputs], data: normal([outputs], 10).data.map((value) => 0.5 + value * value) },
      };
      const wanted = { ...attrs, hasResidual: true, inputGradient: true };
      expect(
        Math.max(...(await differences('ConvBatchNormGrad', backward, wanted, GPU_BACKEND))),
      ).toBeLessThan(2e-5);
      expect(await overflowed()).toBe(false);
      raiseBy(2 ** 20);
      await runOn(GPU_BACKEND, 'ConvBatchNormGrad', backward, wanted);
      expect(await overflowed()).toBe(true);
    },
  );

  if (!all) return;

  test('the gradient of a filter whose pixels are split, not into a whole number of tiles', async () => {
    const inputs = { x: normal([6, 10, 10, 8], 1), dy: normal([6, 10, 10, 7], 2) };
    const attrs = { strides: 1, pad: 0, dataFormat: 'NHWC', dilations: 1, filterShape: [1, 1, 8, 7] };
    const found = await differences('Conv2DBackpropFilter', inputs, attrs, GPU_BACKEND);
    expect(Math.max(...found)).toBeLessThan(2e-5);
  });

  test('a layer of the head', async () => {
    const inputs = { x: normal([70, 33], 1), weight: normal([33, 20], 2) };
    expect(Math.max(...(await differences('Dense', inputs, { relu: true }, GPU_BACKEND)))).toBeLessThan(2e-5);
    const gradients = { ...inputs, dy: normal([70, 20], 3), out: normal([70, 20], 4) };
    const attrs = { relu: true, hasBias: true };
    expect(Math.max(...(await differences('DenseGrad', gradients, attrs, GPU_BACKEND)))).toBeLessThan(2e-5);
    // The largest that fits, which any one too large spoils.
    const { dy, out } = gradients;
    const behindRelu = dy.data.filter((_, at) => (out.data[at] ?? 0) > 0);
    const largest = Math.max(...behindRelu.map(Math.abs));
    for (const [room, spoiled] of [
      [0.999, false],
      [1.001, true],
    ] as const) {
      raiseBy((room * 65504) / largest);
      await runOn(GPU_BACKEND, 'DenseGrad', gradients, attrs);
      expect(await overflowed()).toBe(spoiled);
    }
  });
});

describe('programs for matrix units', () => {
  afterEach(closeGpuBackend);

  test.each([large, small])('are WGSL that Dawn takes, for units of $M × $N × $K', async (shape) => {
    const { device } = await openComputingNothing(true);
    const multiplier = subgroupMatrices(shape);
    const convolution: ConvolutionShape = {
      ...{ height: 32, width: 32, inputs: 64, outHeight: 16, outWidth: 16, outputs: 128 },
      ...{ kernelHeight: 3, kernelWidth: 3, stride: 2, padTop: 1, padLeft: 1 },
    };
    const tile = { rows: 128, columns: 64 } as const;
    const end = {
      declarations: /* wgsl */ `
struct Shape { pixels: u32 }
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
fn storeMoments(tile: u32, column: u32, mean: f32, deviations: f32) { result[column] = mean + deviations; }`,
      store: 'result[row * 128u + column] = value;',
      moments: true,
    };
    const programs = [
      convolutionCode(convolution, tile, end, multiplier),
      filterGradientCode(convolution, tile, multiplier),
      inputGradientCode(convolution, tile, multiplier),
      productCode({
        ...{ rows: 512, columns: 128, depth: 64, transposeA: true, transposeB: false },
        ...{ tile, multiplier, gradients: 'b' },
      }),
      denseCode({ inputs: 512, outputs: 128, bias: true, relu: true, tile, multiplier }),
    ];
    for (const code of programs) {
      const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
      expect(messages.map(({ type, lineNum, message }) => `${type} in line ${lineNum}: ${message}`)).toEqual(
        [],
      );
      expect(code).toContain('subgroupMatrixMultiplyAccumulate');
    }
  });
});
