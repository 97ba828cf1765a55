import { expect, test } from 'vitest';
import { GPU_BACKEND } from '../../engine/backends/webgpu/gpuBackend';
import { PhiloxStream } from '../../engine/random/philox';
import { differences, normal, runOn, type Values } from '../engine/backends/bothBackends';
import { checkEqualMaxima, checkMaxPool, stemPool, type Worst } from '../engine/backends/kernelChecks';
import { gpuForTests } from './gpuForTests';

gpuForTests();

/** The worst of all outputs, against tfjs's plain backend. */
const worst: Worst = async (kernel, inputs, attrs = {}) =>
  Math.max(...(await differences(kernel, inputs, attrs, GPU_BACKEND)));

test.each([
  [3, 8, 8, 5],
  [2, 7, 9, 16],
  [1, 1, 2, 3],
])('max-pool of the stem and its gradient, %i × %i × %i × %i', (...shape) => checkMaxPool(worst, shape));

test.each([
  { filterSize: 2, strides: 2, pad: 'valid' },
  { filterSize: [3, 2], strides: [1, 3], pad: 'same' },
  { filterSize: [3, 4], strides: [3, 2], pad: 1, dimRoundingMode: 'ceil' },
])('max-pool of any window, %j', (attrs) => checkMaxPool(worst, [2, 9, 7, 3], attrs));

test('of equal maxima the first in the window gets the gradient', () => checkEqualMaxima(GPU_BACKEND));

test('the gradient of max-pool is the slope in any direction', async () => {
  const shape = [2, 5, 7, 3];
  // Values lie 1 apart, farther than any moves.
  const x = { shape, data: Float32Array.from(new PhiloxStream(3, 1).permutation(2 * 5 * 7 * 3)) };
  const pooled = async (input: Values) => {
    const [output] = await runOn(GPU_BACKEND, 'MaxPool', { x: input }, stemPool);
    if (!output) throw new Error('MaxPool has an output');
    return output;
  };
  const inner = (a: Values, b: Values) =>
    a.data.reduce((sum, value, i) => sum + value * (b.data[i] ?? NaN), 0);
  const output = await pooled(x);
  const dy = normal(output.shape, 2);
  const [dx] = await runOn(GPU_BACKEND, 'MaxPoolGrad', { dy, input: x, output }, stemPool);
  if (!dx) throw new Error('MaxPoolGrad has an output');
  for (const seed of [3, 4]) {
    const direction = normal(shape, seed);
    const moved = (step: number): Values => ({
      shape,
      data: x.data.map((value, i) => value + step * (direction.data[i] ?? NaN)),
    });
    const rise = inner(dy, await pooled(moved(0.1))) - inner(dy, await pooled(moved(-0.1)));
    // Float32 has five digits after the point at 200.
    expect(rise / 0.2).toBeCloseTo(inner(dx, direction), 2);
  }
});
