import { square } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { closeGpuBackend, openGpuBackend } from '../../engine/backends/webgpu/openGpuBackend';
import type { GpuResult } from '../bench/gpu/gpuLines';
import { measureGpu } from '../bench/gpu/measureGpu';
import { noise } from '../bench/gpu/noise';
import { stampGpu } from '../bench/gpu/timeGpu';

afterEach(() => {
  vi.restoreAllMocks();
  closeGpuBackend();
});

/** What the benchmark finds for the cases of a name, in sizes for software. */
async function bench(name: string): Promise<{ peak: Record<string, number>; results: GpuResult[] }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
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
