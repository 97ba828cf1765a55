import { findBackendFactory, removeBackend } from '@tensorflow/tfjs-core';
import { CPU_BACKEND } from './cpu/cpuBackend';

/** As the GPU backend is registered; named here so that it need not be loaded. */
const GPU_BACKEND = 'webgpu';

/** Closes the backend that `openBackend` opened, with its threads and tensors; nothing where none is open. */
export function closeBackend(): void {
  for (const name of [CPU_BACKEND, GPU_BACKEND]) {
    if (findBackendFactory(name) as unknown) removeBackend(name);
  }
}
