import { findBackendFactory, removeBackend } from '@tensorflow/tfjs-core';
import { CPU_BACKEND } from './cpu/cpuBackend';

/** Closes the backend that `openBackend` opened, with its threads and tensors; nothing where none is open. */
export function closeBackend(): void {
  if (findBackendFactory(CPU_BACKEND) as unknown) removeBackend(CPU_BACKEND);
}
