import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import type { ImageFileInfo } from '../../data/dataset';
import { encodeSteps } from '../encodeSteps';
import { BatchViews } from './batchViews';

/**
 * The views of `loadCenterViews` as tensors, made on the GPU. Those of a batch are queued when it is asked for: its images
 * are read while the GPU is busy with the batch before.
 * @returns for each batch [n, S, S, 3], the caller's to dispose of.
 * @throws UserError where the decoded images cannot be read, or the GPU has no memory for one.
 */
export function* gpuCenterViews(
  gpu: GpuBackend,
  images: ImageFileInfo,
  indices: Int32Array,
  imageSize: number,
  batchSize: number,
): Generator<Tensor4D, void, void> {
  if (indices.length === 0) return;
  const center = encodeSteps([{ type: 'center' }]);
  const views = new BatchViews(gpu, {
    ...{ images, only: indices, imageSize, batchSize: Math.min(batchSize, indices.length) },
    ...{ branches: 1, steps: 1, room: imageSize * imageSize },
    residentBytes: 0,
  });
  try {
    views.stream('each is seen once');
    for (let begin = 0; begin < indices.length; begin += batchSize) {
      yield views.make(indices.subarray(begin, begin + batchSize), () => center);
    }
  } finally {
    views.close();
  }
}
