import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';

/** How tfjs describes a pooling. */
interface PoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Shapes, window and padding of a pooling of x [B, H, W, C], from the attributes of tfjs's kernels `MaxPool` and `MaxPoolGrad`. */
export function poolInfo(x: TensorInfo, attributes: unknown): backend_util.Conv2DInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as PoolAttributes;
  const shape = x.shape as [number, number, number, number];
  return backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}
