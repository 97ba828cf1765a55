import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  convolutionFilterGradient,
  convolutionInputGradient,
  type ConvolutionGeometry,
} from './convolutionGradients';
import { portableKernel } from './portableKernel';
import { recordOperation, release, runKernel } from './recordOperation';

interface ConvAffineInputs {
  x: Tensor4D;
  filter: Tensor4D;
  scale: Tensor1D;
  shift: Tensor1D;
  residual?: Tensor4D;
}

interface ConvAffineAttributes extends ConvolutionGeometry {
  readonly relu: boolean;
}

/**
 * Kernel `ConvAffine`: convolution, a scale and a shift per channel, addition, ReLU. This is what convolution + batch
 * norm come to in evaluation mode, with the running statistics folded into scale and shift.
 *
 * Inputs: x [B, H, W, Ci], filter [kh, kw, Ci, Co], scale [Co], shift [Co], residual [B, Ho, Wo, Co] (optional).
 * Attributes: stride, pad (pixels on each side), relu.
 * Outputs: [out] with out = relu?(scale · conv + shift + residual).
 */
export const convAffineKernel = portableKernel(
  'ConvAffine',
  ({ x, filter, scale, shift, residual }: ConvAffineInputs, { stride, pad, relu }: ConvAffineAttributes) => {
    const conv = tf.conv2d(x, filter, stride, pad, 'NHWC', 1, 'floor');
    const affine = tf.add(tf.mul(conv, scale), shift);
    const sum = residual ? tf.add(affine, residual) : affine;
    return [relu ? tf.relu(sum) : sum];
  },
);

/** What `convAffine` does beside convolution, scale and shift. */
export interface ConvAffineOptions extends ConvAffineAttributes {
  /** Added before the ReLU; the shape of the output. */
  readonly residual?: Tensor4D;
}

/**
 * Convolution with a scale and a shift per channel, optional residual and ReLU, as one node of the tape (see
 * `convAffineKernel`). The convolution's own output is not saved: it is linear in the filter, so the gradient of the
 * scale is Σ filter[…, c] · G[…, c], G being the gradient of the filter at scale 1.
 */
export function convAffine(
  x: Tensor4D,
  filter: Tensor4D,
  scale: Tensor1D,
  shift: Tensor1D,
  { stride, pad, relu, residual }: ConvAffineOptions,
): Tensor4D {
  const optional = residual ? { residual } : {};
  const geometry = { stride, pad };
  const inputShape = x.shape;
  return recordOperation<Tensor4D>({
    inputs: { ...optional, shift, x, scale, filter },
    forward: (save) => {
      const [out] = runKernel<[Tensor4D]>(
        'ConvAffine',
        { x, filter, scale, shift, ...optional },
        { stride, pad, relu },
      );
      save(relu ? [x, filter, scale, out] : [x, filter, scale]);
      return out;
    },
    backward: (dy, saved) => {
      const [savedX, savedFilter, savedScale, out] = saved as [Tensor4D, Tensor4D, Tensor1D, Tensor4D?];
      const d = out ? tf.tidy(() => tf.mul<Tensor4D>(dy, tf.step(out))) : tf.clone(dy);
      release(dy, out);
      // The filter's gradient at scale 1; scale and filter both need it.
      const unscaled = convolutionFilterGradient(savedX, d, savedFilter.shape, geometry);
      release(savedX);
      return {
        residual: () => tf.clone(d),
        shift: () => tf.sum(d, [0, 1, 2]),
        x: () => convolutionInputGradient(d, tf.mul<Tensor4D>(savedFilter, savedScale), inputShape, geometry),
        scale: () => tf.sum(tf.mul(savedFilter, unscaled), [0, 1, 2]),
        filter: () => {
          const gradient = tf.mul(unscaled, savedScale);
          release(unscaled, savedFilter, savedScale, d);
          return gradient;
        },
      };
    },
  });
}
