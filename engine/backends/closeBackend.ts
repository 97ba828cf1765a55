import { findBackendFactory, removeBackend } from '@tensorflow/tfjs-core';
import { CPU_BACKEND } from './cpu/cpuBackend';

/** As the GPU backends are registered; named here so that they need not be loaded. */
const gpuBackends = ['webgpu', 'tensorflow'];

/** Closes the backend that `openBackend` opened, with its threads and tensors; nothing where none is open. */
export function closeBackend(): void {
  for (const name of [CPU_BACKEND, ...gpuBackends]) {
    if (findBackendFactory(name) as unknown) removeBackend(name);
  }
}
