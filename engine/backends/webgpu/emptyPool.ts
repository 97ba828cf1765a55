import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** Parts of tfjs's pool of buffers that it keeps to itself; the version is pinned. */
interface Internals {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

/**
 * Gives the buffers back to the GPU that tfjs keeps for tensors of their size. Commands that use them have to be done.
 */
export function emptyPool({ bufferManager }: Pick<WebGPUBackend, 'bufferManager'>): void {
  const pool = bufferManager as unknown as Internals;
  for (const buffers of pool.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      pool.numFreeBuffers--;
      pool.numBytesAllocated -= buffer.size;
      buffer.destroy();
    }
  }
}
