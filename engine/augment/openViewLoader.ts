import { presentGpu } from '../backends/presentGpu';
import { createViewLoader, type ViewLoaderOptions } from './createViewLoader';
import type { ViewLoader } from './viewLoader';

/** Images stay in the GPU's memory where all of them take no more than this, in bytes; WebGPU does not tell how much there is. */
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
