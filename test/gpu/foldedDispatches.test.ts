import { beforeAll, expect, test } from 'vitest';
import { GPU_BACKEND } from '../../engine/backends/webgpu/gpuBackend';
import { differences, normal, type Values } from '../engine/backends/bothBackends';
import { checkNtXent, checkUpdates } from '../engine/backends/kernelChecks';
import { gpuForTests } from './gpuForTests';

/** Rounding of float32 sums of some thousand terms. */
const TOLERANCE = 2e-5;

const gpuOf = gpuForTests();

// What a wide encoder or a large batch is to a GPU: more workgroups than a direction of a dispatch takes, three times and
// more, and more than there is room for at once.
beforeAll(() => {
  gpuOf().mostGroups = 2;
  gpuOf().sharesBytes = 1;
});

async function worst(kernel: string, inputs: Record<string, Values>, attrs: object = {}): Promise<number> {
  return Math.max(...(await differences(kernel, inputs, attrs, GPU_BACKEND)));
}

test('the gradient of a filter, whose pixels are split', async () => {
  const inputs = { x: normal([3, 10, 10, 8], 1), dy: normal([3, 10, 10, 130], 2) };
  const attrs = { strides: 1, pad: 0, dataFormat: 'NHWC', dilations: 1, filterShape: [1, 1, 8, 130] };
  expect(await worst('Conv2DBackpropFilter', inputs, attrs)).toBeLessThan(TOLERANCE);
});

test('batch norm and its gradient', async () => {
  const [shape, channels] = [[4, 5, 5, 130], [130]];
  const network = {
    x: normal([4, 5, 5, 3], 1),
    filter: normal([1, 1, 3, 130], 2),
    gamma: normal(channels, 3),
  };
  const attrs = { stride: 1, pad: 0, relu: true, epsilon: 1e-3, share: 0.1 };
  expect(await worst('ConvBatchNorm', { ...network, beta: normal(channels, 4) }, attrs)).toBeLessThan(
    TOLERANCE,
  );
  const inputs = {
    ...{ dy: normal(shape, 5), out: normal(shape, 6), conv: normal(shape, 7), gamma: normal(channels, 3) },
    mean: normal(channels, 8, 0.1),
    variance: { shape: channels, data: normal(channels, 9).data.map((value) => 0.5 + value * value) },
  };
  const wanted = { relu: true, epsilon: 1e-3, hasResidual: true };
  expect(await worst('BatchNormGrad', inputs, wanted)).toBeLessThan(TOLERANCE);
});

test('NT-Xent, a tile of rows at a time', () => checkNtXent(GPU_BACKEND, normal([166, 9], 50), 0.5, true));

test('residual of a softmax classifier', async () => {
  const labels = { shape: [300], data: Float32Array.from({ length: 300 }, (_, i) => (i % 8) - 1) };
  expect(await worst('SoftmaxResidual', { logits: normal([300, 7], 40, 30), labels })).toBeLessThan(
    TOLERANCE,
  );
});

test('updates of a parameter', () => checkUpdates(worst, [130, 257]));

test('the norm of a gradient', async () => {
  expect(await worst('GlobalNorm', { a: normal([130, 257], 80), b: normal([20], 81) })).toBeLessThan(1e-6);
});
