import { backend } from '@tensorflow/tfjs-core';
import { GpuMemoryError } from './webgpu/gpuFailure';

/** A backend on a device that may run out of memory later than it is asked for. */
interface RecoveringBackend {
  recoverMemory(): Promise<void>;
}

/**
 * Does work that leaves no tensors behind and changes none. Where the GPU's memory does not suffice for it, what is kept
 * there for reuse is given back and the work is done once more, from its beginning.
 * @throws GpuMemoryError where it does not suffice then either; the backend and all older tensors are sound nevertheless.
 */
export async function withinMemory<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(await recovered(error))) throw error;
  }
  try {
    return await work();
  } catch (error) {
    await recovered(error);
    throw error;
  }
}

async function recovered(error: unknown): Promise<boolean> {
  const open: object = backend();
  if (!(error instanceof GpuMemoryError) || !('recoverMemory' in open)) return false;
  await (open as RecoveringBackend).recoverMemory();
  return true;
}
