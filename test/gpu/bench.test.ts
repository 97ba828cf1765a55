import { square } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { closeGpuBackend, openGpuBackend } from '../../engine/backends/webgpu/openGpuBackend';
import { plainMatrices } from '../../engine/backends/webgpu/shaders/matrixUnit';
import type { GpuResult } from '../bench/gpu/gpuLines';
import { tinySizes } from '../bench/gpu/gpuSizes';
import { measureGpu } from '../bench/gpu/measureGpu';
import { noise } from '../bench/gpu/noise';
import { productCases } from '../bench/gpu/productCases';
import { stampGpu } from '../bench/gpu/timeGpu';

afterEach(() => {
  vi.restoreAllMocks();
  closeGpuBackend();
});

/** What the benchmark finds for the cases of a name, in sizes for software. */
async function bench(name: string): Promise<{ peak: Record<string, number>; results: GpuResult[] }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await measureGpu({
    ...{ repeats: 1, name, after: '', json: true, gpu: 'auto', tiny: true, minutes: Infinity, python: null },
  });
  return JSON.parse(String(log.mock.calls.at(-1)?.[0])) as Awaited<ReturnType<typeof bench>>;
}

test.each(['product', 'batch norm', 'views 8'])('the benchmark of the GPU measures: %s', async (name) => {
  const { peak, results } = await bench(name);
  expect(results.length).toBeGreaterThan(0);
  for (const { error, ours } of results) {
    expect(error).toBeNull();
    expect(ours).toHaveLength(1);
  }
  const numbers = [...Object.values(peak), ...results.flatMap(({ ours, stamped }) => [...ours, ...stamped])];
  // A number that is not finite is null in JSON.
  for (const value of numbers) expect(value).toBeGreaterThan(0);
});

test('the product in mixed precision is that of the layers, which uses matrix units', async () => {
  const { backend: gpu } = await openGpuBackend();
  gpu.mixPrecision(plainMatrices({ M: 8, N: 8, K: 8 }), 1024);
  const run = vi.spyOn(gpu, 'run');
  const mixed = productCases(tinySizes).find(({ precision }) => precision === 'mixed');
  const opened = await mixed?.open(gpu);
  expect((await opened?.measure())?.value).toBeGreaterThan(0);
  await opened?.close();
  const [program] = run.mock.calls.find(([{ name }]) => name === 'dense') ?? [];
  expect(program?.code).toContain('lane + e * 32u');
});

describe('time stamps', () => {
  test('count each dispatch under the name of its program, tfjs’s own too, and leave the numbers as they are', async () => {
    const { backend: gpu } = await openGpuBackend();
    const x = noise(gpu, [4096]);
    await gpu.settle();
    const { stamped, programs } = await stampGpu(gpu, () => square(x).dispose(), 3);
    if (stamped === null) return;
    expect(programs).toEqual([{ name: 'UnaryOpProgram', dispatches: 1, seconds: stamped }]);
    expect(stamped).toBeGreaterThan(0);
    expect(stamped).toBeLessThan(1);
    const [values, squares] = [await x.data(), await square(x).data()];
    expect(squares[7]).toBeCloseTo((values[7] ?? NaN) ** 2);
    expect(new Set(values).size).toBeGreaterThan(4000);
  });
});
