import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { GpuBackend } from '../../engine/backends/webgpu/gpuBackend';
import { closeGpuBackend, openGpuBackend } from '../../engine/backends/webgpu/openGpuBackend';

/** Opens the GPU backend for the tests of a file. After each test, the device must have had nothing to complain of. */
export function gpuForTests(): () => GpuBackend {
  let gpu: GpuBackend;
  const complaints: string[] = [];
  beforeAll(async () => {
    ({ backend: gpu } = await openGpuBackend());
    gpu.device.onuncapturederror = ({ error }) => {
      complaints.push(error.message);
    };
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(() => {
    closeGpuBackend();
  });
  return () => gpu;
}
