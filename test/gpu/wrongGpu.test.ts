import { afterEach, expect, test, vi } from 'vitest';
import { closeBackend } from '../../engine/backends/closeBackend';
import { openBackend } from '../../engine/backends/openBackend';
import type * as Adapters from '../../engine/backends/webgpu/findAdapters';
import { GpuBackend } from '../../engine/backends/webgpu/gpuBackend';
import { runConfigSchema } from '../../engine/config/runConfig';

vi.mock('../../engine/backends/webgpu/findAdapters', async (load) => {
  const found = await load<typeof Adapters>();
  const findAdapters = async () =>
    (await found.findAdapters()).map((each) => ({ ...each, kind: 'discrete' }));
  return { ...found, findAdapters };
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  closeBackend();
});

const device = (backend: 'auto' | 'webgpu') =>
  runConfigSchema.parse({ device: { backend, threads: 1 } }).device;

/** The GPU gives every number a little too large. */
function spoil(): void {
  const { read } = GpuBackend.prototype;
  vi.spyOn(GpuBackend.prototype, 'read').mockImplementation(async function (this: GpuBackend, id) {
    return ((await read.call(this, id)) as Float32Array).map((value) => value * 1.01);
  });
}

test('a run takes the CPU where the GPU computes wrong numbers', async () => {
  vi.stubEnv('SIMCLR_CUDA_PATH', '');
  spoil();
  const { name, reason } = await openBackend(device('auto'));
  expect(name).toBe('cpu');
  expect(reason).toMatch(/^a GPU cannot be used: .* computes wrong numbers: update its driver/);
});

test('a run that asks for a GPU does not begin on one that computes wrong numbers', async () => {
  spoil();
  await expect(openBackend(device('webgpu'))).rejects.toThrow(
    /computes wrong numbers: update its driver, or use "cpu"/,
  );
});
