import type * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  convolutionFilterGradient,
  convolutionInputGradient,
  type ConvolutionGeometry,
} from './convolutionGradients';
import { portableKernel } from './portableKernel';
import { runKernel } from './recordOperation';

interface ConvBatchNormGradInputs {
  dy: Tensor4D;
  out: Tensor4D;
  conv: Tensor4D;
  x: Tensor4D;
  filter: Tensor4D;
  gamma: Tensor1D;
  mean: Tensor1D;
  variance: Tensor1D;
}

interface ConvBatchNormGradAttributes extends ConvolutionGeometry {
  readonly relu: boolean;
  readonly epsilon: number;
  readonly hasResidual: boolean;
  readonly inputGradient: boolean;
}

/**
 * Kernel `ConvBatchNormGrad`: the backward pass of `ConvBatchNorm`.
 *
 * Inputs: dy, out and conv [B, Ho, Wo, Co]; x [B, H, W, Ci]; filter [kh, kw, Ci, Co]; gamma, mean and variance [Co]. `out`
 * is read only with relu, and may be any tensor of that shape without.
 * Attributes: stride, pad, relu, epsilon; hasResidual and inputGradient, whether these two are wanted.
 * A backend may give up dy, out and conv where nobody else holds them: their values are not to be used again.
 * Outputs: dFilter, dGamma, dBeta; with hasResidual dResidual; with inputGradient dX. `BatchNormGrad` says what comes of
 * dy; dFilter and dX are the convolution's gradients of its dConv.
 */
export const convBatchNormGradKernel = portableKernel(
  'ConvBatchNormGrad',
  (
    { dy, out, conv, x, filter, gamma, mean, variance }: ConvBatchNormGradInputs,
    { stride, pad, relu, epsilon, hasResidual, inputGradient }: ConvBatchNormGradAttributes,
  ) => {
    const [dConv, ...others] = runKernel<[Tensor4D, ...tf.Tensor[]]>(
      'BatchNormGrad',
      { dy, out, conv, gamma, mean, variance },
      { relu, epsilon, hasResidual },
    );
    const geometry = { stride, pad };
    const dFilter = convolutionFilterGradient(x, dConv, filter.shape, geometry);
    const dX = inputGradient ? [convolutionInputGradient(dConv, filter, x.shape, geometry)] : [];
    return [dFilter, ...others, ...dX];
  },
);
