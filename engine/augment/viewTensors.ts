import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';

/** Views [n, S, S, 3] of side S = `imageSize` as a tensor of the present backend. */
export function viewTensor(views: Float32Array, imageSize: number): Tensor4D {
  return tensor4d(views, [views.length / (imageSize * imageSize * 3), imageSize, imageSize, 3]);
}

/** Chunks of views as tensors, each the caller's to dispose of. */
export function* viewTensors(
  chunks: Iterable<Float32Array>,
  imageSize: number,
): Generator<Tensor4D, void, void> {
  for (const chunk of chunks) yield viewTensor(chunk, imageSize);
}
