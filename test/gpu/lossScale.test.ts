import { afterEach, expect, test } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import { GPU_BACKEND } from '../../engine/backends/webgpu/gpuBackend';
import { openGpuBackend } from '../../engine/backends/webgpu/openGpuBackend';
import { differences, normal, runOn, type Values } from '../engine/backends/bothBackends';

afterEach(closeBackend);

const values = (...numbers: number[]): Values => ({
  shape: [numbers.length],
  data: Float32Array.from(numbers),
});
const scalar = (number: number): Values => ({ shape: [], data: Float32Array.of(number) });

/** Whether each step is good, and the scale and the count of good steps after it: by PyTorch's rule, from 1 up. */
const goodStep = scalar(3);
const course: readonly [norm: Values, overflow: number, scale: number, steps: number][] = [
  [goodStep, 0, 4, 1],
  [goodStep, 0, 4, 2],
  [goodStep, 0, 8, 0],
  [goodStep, 1, 4, 0],
  [goodStep, 0, 4, 1],
  [scalar(NaN), 0, 2, 0],
  [scalar(Infinity), 0, 1, 0],
  [goodStep, 1, 1, 0],
  [goodStep, 0, 1, 1],
  [goodStep, 0, 1, 2],
  [goodStep, 0, 2, 0],
];

test.each([GPU_BACKEND, 'cpu'])(
  'the scale is halved and doubled as PyTorch does it, on %s',
  async (backend) => {
    if (backend === GPU_BACKEND) await openGpuBackend();
    let state = values(4, 1 / 4, 0, 0, 0, 0);
    const followed: number[][] = [];
    for (const [norm, overflow] of course) {
      state.data[2] = overflow;
      [state = state] = await runOn(backend, 'LossScaleUpdate', { norm, state }, { growEvery: 3 });
      const [scale = NaN, inverse = NaN, noted = NaN, steps = NaN] = state.data;
      expect([scale * inverse, noted]).toEqual([1, 0]);
      followed.push([scale, steps]);
    }
    expect(followed).toEqual(course.map(([, , scale, steps]) => [scale, steps]));
    // Skipped in all, and in a row.
    expect([...state.data.slice(4)]).toEqual([4, 0]);
  },
);

test('a scale that is a number stays, and a doubled one has an end', async () => {
  await openGpuBackend();
  const after = async (scale: number, norm: number, growEvery: number) => {
    const inputs = { norm: scalar(norm), state: values(scale, 1 / scale, 0, 0, 0, 0) };
    const [state] = await runOn(GPU_BACKEND, 'LossScaleUpdate', inputs, { growEvery });
    return state?.data[0];
  };
  expect([await after(512, NaN, 0), await after(512, 1, 0)]).toEqual([512, 512]);
  expect([await after(2 ** 23, 1, 1), await after(2 ** 24, 1, 1)]).toEqual([2 ** 24, 2 ** 24]);
});

test('tensors of every size are copied, and restored where the step was skipped alone', async () => {
  const { backend } = await openGpuBackend();
  // So that they do not all go at once.
  Object.defineProperty(backend, 'mostBindings', { value: 8 });
  const shapes = [[5000], [3, 3, 4, 8], [1], [4096], []];
  const made = shapes.map((shape, index) => normal(shape, index + 1));
  const was = shapes.map((shape, index) => normal(shape, index + 11));
  expect(await differences('CopyTensors', Object.fromEntries(made.entries()), {}, GPU_BACKEND)).toEqual(
    shapes.map(() => 0),
  );
  const pairs = Object.fromEntries(
    shapes.flatMap((_, i) => [
      [`new${i}`, made[i] ?? values()],
      [`old${i}`, was[i] ?? values()],
    ]),
  );
  for (const inARow of [0, 2]) {
    const inputs = { state: values(4, 0.25, 0, 0, 2, inARow), ...pairs };
    expect(await differences('RestoreSkipped', inputs, {}, GPU_BACKEND)).toEqual(shapes.map(() => 0));
  }
});
