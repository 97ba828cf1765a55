import type { Tensor4D } from '@tensorflow/tfjs-core';
import { presentGpu } from '../backends/presentGpu';
import type { ImageFileInfo } from '../data/dataset';
import { loadCenterViews } from './loadCenterViews';
import { viewTensors } from './viewTensors';

/**
 * The views of `loadCenterViews` as tensors of the present backend: on the GPU made there, otherwise on the calling thread.
 * @returns for each batch [n, S, S, 3], values 0 to 1, the caller's to dispose of.
 * @throws UserError, as they are gone through, where the decoded images cannot be read.
 */
export async function openCenterViews(
  images: ImageFileInfo,
  indices: Int32Array,
  imageSize: number,
  batchSize: number,
): Promise<Iterable<Tensor4D>> {
  const gpu = await presentGpu();
  if (gpu === null) return viewTensors(loadCenterViews(images, indices, imageSize, batchSize), imageSize);
  const { gpuCenterViews } = await import('./gpu/gpuCenterViews');
  return gpuCenterViews(gpu, images, indices, imageSize, batchSize);
}
