import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { recordOperation, runKernel } from './recordOperation';

interface FoldBatchNormInputs {
  gamma: Tensor1D;
  beta: Tensor1D;
  mean: Tensor1D;
  variance: Tensor1D;
}

/**
 * Kernel `FoldBatchNorm`: batch norm with fixed statistics as a scale and a shift per channel.
 *
 * Inputs: gamma, beta, mean, variance, all [C]. Attribute: epsilon, added to the variance.
 * Outputs, [C] each: scale = gamma · inverseDeviation, shift = beta − mean · scale, inverseDeviation = 1 / √(variance +
 * epsilon).
 */
export const foldBatchNormKernel = portableKernel(
  'FoldBatchNorm',
  ({ gamma, beta, mean, variance }: FoldBatchNormInputs, { epsilon }: { epsilon: number }) => {
    const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
    const scale = tf.mul(gamma, inverseDeviation);
    return [scale, tf.sub(beta, tf.mul(mean, scale)), inverseDeviation];
  },
);

/** Scale and shift of `foldBatchNormKernel`; gradients flow to gamma and beta. */
export function foldBatchNorm(
  gamma: Tensor1D,
  beta: Tensor1D,
  mean: Tensor1D,
  variance: Tensor1D,
  epsilon: number,
): [scale: Tensor1D, shift: Tensor1D] {
  return recordOperation<[Tensor1D, Tensor1D]>({
    inputs: { gamma, beta },
    forward: (save) => {
      const inputs = { gamma, beta, mean, variance };
      const [scale, shift, inverseDeviation] = runKernel<[Tensor1D, Tensor1D, Tensor1D]>(
        'FoldBatchNorm',
        inputs,
        { epsilon },
      );
      save([inverseDeviation, mean]);
      return [scale, shift];
    },
    backward: ([dScale, dShift], saved) => {
      const [inverseDeviation, savedMean] = saved as [Tensor1D, Tensor1D];
      return {
        gamma: () => tf.mul(inverseDeviation, tf.sub(dScale, tf.mul(dShift, savedMean))),
        beta: () => tf.clone(dShift),
      };
    },
  });
}
