import type { Tensor4D } from '@tensorflow/tfjs-core';
import { runKernel } from './recordOperation';

type Shape4D = [number, number, number, number];

/** How a convolution moves over its input. */
export interface ConvolutionGeometry {
  /** Step in pixels, the same in both directions. */
  readonly stride: number;
  /** Zeros added on each of the four sides, in pixels, as in PyTorch. */
  readonly pad: number;
}

const attributes = ({ stride, pad }: ConvolutionGeometry) => ({
  strides: [stride, stride],
  pad,
  dataFormat: 'NHWC',
  dimRoundingMode: 'floor',
});

/**
 * Gradient of a convolution with respect to its input.
 * @param dy [B, Ho, Wo, Co]; @param filter [kh, kw, Ci, Co]; @param inputShape [B, H, W, Ci].
 */
export function convolutionInputGradient(
  dy: Tensor4D,
  filter: Tensor4D,
  inputShape: Shape4D,
  geometry: ConvolutionGeometry,
): Tensor4D {
  return runKernel('Conv2DBackpropInput', { dy, filter }, { ...attributes(geometry), inputShape });
}

/**
 * Gradient of a convolution with respect to its filter.
 * @param x [B, H, W, Ci]; @param dy [B, Ho, Wo, Co]; @param filterShape [kh, kw, Ci, Co].
 */
export function convolutionFilterGradient(
  x: Tensor4D,
  dy: Tensor4D,
  filterShape: Shape4D,
  geometry: ConvolutionGeometry,
): Tensor4D {
  return runKernel('Conv2DBackpropFilter', { x, dy }, { ...attributes(geometry), filterShape });
}
