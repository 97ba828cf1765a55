import { presentGpu } from '../backends/presentGpu';
import { createViewLoader, type ViewLoaderOptions } from './createViewLoader';
import type { ViewLoader } from './viewLoader';

/**
 * Images stay in the GPU's memory where all of them take no more than this, in bytes, and it has the room. Neither WebGPU
 * nor Dawn's module for Node.js tells how much there is, and a GPU that shares the computer's memory does not say no
 * before the computer is slow. More would gain little: what a batch brings along is read while the GPU is at the step
 * before.
 */
const residentBytes = 1024 ** 3;

/**
 * A view loader for the present backend: on the GPU views are made there, otherwise by threads.
 * @throws UserError where there are fewer images than one batch takes, no memory for the views, or no decoded images.
 */
export async function openViewLoader(options: ViewLoaderOptions): Promise<ViewLoader> {
  const gpu = await presentGpu();
  if (gpu === null) return createViewLoader(options);
  const { createGpuViewLoader } = await import('./gpu/createGpuViewLoader');
  return createGpuViewLoader(gpu, { ...options, residentBytes });
}
