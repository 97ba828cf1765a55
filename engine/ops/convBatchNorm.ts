import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ConvolutionGeometry } from './convolutionGradients';
import { portableKernel } from './portableKernel';
import { recordOperation, release, runKernel } from './recordOperation';

interface ConvBatchNormInputs {
  x: Tensor4D;
  filter: Tensor4D;
  gamma: Tensor1D;
  beta: Tensor1D;
  residual?: Tensor4D;
}

interface ConvBatchNormAttributes extends ConvolutionGeometry {
  readonly relu: boolean;
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * Kernel `ConvBatchNorm`: convolution, batch norm over the statistics of this batch, addition, ReLU.
 *
 * Inputs: x [B, H, W, Ci], filter [kh, kw, Ci, Co], gamma [Co], beta [Co], residual [B, Ho, Wo, Co] (optional).
 * Attributes: stride, pad (pixels on each side), relu, epsilon.
 * Outputs: out [B, Ho, Wo, Co], mean [Co], variance [Co] (biased, over B·Ho·Wo), conv [B, Ho, Wo, Co] (before batch
 * norm, for the backward pass); out = relu?(gamma · (conv − mean) / √(variance + epsilon) + beta + residual).
 */
export const convBatchNormKernel = portableKernel(
  'ConvBatchNorm',
  (
    { x, filter, gamma, beta, residual }: ConvBatchNormInputs,
    { stride, pad, relu, epsilon }: ConvBatchNormAttributes,
  ) => {
    const conv = tf.conv2d(x, filter, stride, pad, 'NHWC', 1, 'floor');
    const { mean, variance } = tf.moments(conv, [0, 1, 2]);
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
    const normalized = tf.add(tf.mul(tf.sub(conv, mean), scale), beta);
    const sum = residual ? tf.add(normalized, residual) : normalized;
    return [relu ? tf.relu(sum) : sum, mean, variance, conv];
  },
);

/** What `convBatchNorm` does beside convolution and batch norm. */
export interface ConvBatchNormOptions extends ConvBatchNormAttributes {
  /** Added before the ReLU; the shape of the output. */
  readonly residual?: Tensor4D;
  /** Whether the gradient of x may be asked for, as it is unless x are the images; true by default. */
  readonly inputGradient?: boolean;
  /**
   * Receives the batch's mean and biased variance, both [Co] and valid only during the call, and the number of values
   * per channel, B·Ho·Wo; nothing that it does is taped.
   */
  readonly onStatistics?: (mean: Tensor1D, variance: Tensor1D, count: number) => void;
}

/**
 * Convolution, batch norm over the batch's own statistics, optional residual and ReLU, as one node of the tape (see
 * `convBatchNormKernel`). Gradients are exact, through the statistics too.
 * Saved for the backward pass: x, the convolution before batch norm and, with ReLU, the output.
 */
export function convBatchNorm(
  x: Tensor4D,
  filter: Tensor4D,
  gamma: Tensor1D,
  beta: Tensor1D,
  { stride, pad, relu, epsilon, residual, inputGradient = true, onStatistics }: ConvBatchNormOptions,
): Tensor4D {
  const optional = residual ? { residual } : {};
  return recordOperation<Tensor4D>({
    inputs: { x, filter, beta, gamma, ...optional },
    forward: (save) => {
      const [out, mean, variance, conv] = runKernel<[Tensor4D, Tensor1D, Tensor1D, Tensor4D]>(
        'ConvBatchNorm',
        { x, filter, gamma, beta, ...optional },
        { stride, pad, relu, epsilon },
      );
      onStatistics?.(mean, variance, conv.size / mean.size);
      save(relu ? [x, filter, gamma, mean, variance, conv, out] : [x, filter, gamma, mean, variance, conv]);
      return out;
    },
    backward: (dy, saved) => {
      const [savedX, savedFilter, savedGamma, mean, variance, conv, out] = saved as [
        Tensor4D,
        Tensor4D,
        Tensor1D,
        Tensor1D,
        Tensor1D,
        Tensor4D,
        Tensor4D?,
      ];
      const hasResidual = residual !== undefined;
      // All at once, since they are made of the same data.
      const [dFilter, dGamma, dBeta, ...wanted] = runKernel<[Tensor4D, Tensor1D, Tensor1D, ...Tensor4D[]]>(
        'ConvBatchNormGrad',
        { dy, out: out ?? conv, conv, x: savedX, filter: savedFilter, gamma: savedGamma, mean, variance },
        { stride, pad, relu, epsilon, hasResidual, inputGradient },
      );
      release(dy, ...saved);
      const dResidual = hasResidual ? wanted.shift() : undefined;
      const dX = wanted.shift();
      return {
        x: () => dX ?? notComputed('x'),
        filter: () => dFilter,
        beta: () => dBeta,
        gamma: () => dGamma,
        residual: () => dResidual ?? notComputed('residual'),
      };
    },
  });
}

function notComputed(input: string): never {
  throw new Error(`convBatchNorm was told that nobody wants the gradient of ${input}`);
}
