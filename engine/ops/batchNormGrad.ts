import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';

interface BatchNormGradInputs {
  dy: Tensor4D;
  out: Tensor4D;
  conv: Tensor4D;
  gamma: Tensor1D;
  mean: Tensor1D;
  variance: Tensor1D;
}

interface BatchNormGradAttributes {
  readonly relu: boolean;
  readonly epsilon: number;
  readonly hasResidual: boolean;
}

/**
 * Kernel `BatchNormGrad`: the backward pass of `ConvBatchNorm` up to the convolution's output.
 *
 * Inputs: dy, out and conv [B, Ho, Wo, Co]; gamma, mean and variance [Co]. `out` is read only with relu, and may be
 * any tensor of that shape without.
 * Attributes: relu, epsilon, hasResidual.
 * A backend may put an output where dy was: its values are not to be used again.
 * Outputs: dConv, dGamma, dBeta and, with hasResidual, dResidual. With d = dy where out > 0 (with relu; else d = dy),
 * x̂ = (conv − mean) / √(variance + epsilon) and means over B·Ho·Wo:
 * dResidual = d, dBeta = Σ d, dGamma = Σ d·x̂, dConv = gamma / √(variance + epsilon) · (d − mean(d) − x̂ · mean(d·x̂)).
 */
export const batchNormGradKernel = portableKernel(
  'BatchNormGrad',
  (
    { dy, out, conv, gamma, mean, variance }: BatchNormGradInputs,
    { relu, epsilon, hasResidual }: BatchNormGradAttributes,
  ) => {
    const count = conv.size / gamma.size;
    const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
    const normalized = tf.mul(tf.sub(conv, mean), inverseDeviation);
    const d = relu ? tf.mul(dy, tf.step(out)) : dy;
    const dBeta = tf.sum(d, [0, 1, 2]);
    const dGamma = tf.sum(tf.mul(d, normalized), [0, 1, 2]);
    const centered = tf.sub(tf.sub(d, tf.div(dBeta, count)), tf.mul(normalized, tf.div(dGamma, count)));
    const dConv = tf.mul(centered, tf.mul(gamma, inverseDeviation));
    return hasResidual ? [dConv, dGamma, dBeta, relu ? d : tf.clone(d)] : [dConv, dGamma, dBeta];
  },
);
