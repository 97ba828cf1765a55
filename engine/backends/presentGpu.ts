import { backend, getBackend } from '@tensorflow/tfjs-core';
import type { GpuBackend } from './webgpu/gpuBackend';

/** The GPU backend where it is the present one, else null; what runs on the CPU does without what it brings in. */
export async function presentGpu(): Promise<GpuBackend | null> {
  if (getBackend() !== 'webgpu') return null;
  const { GpuBackend } = await import('./webgpu/gpuBackend');
  const present = backend();
  return present instanceof GpuBackend ? present : null;
}
