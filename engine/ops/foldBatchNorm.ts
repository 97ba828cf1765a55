import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { recordOperation } from './recordOperation';

/**
 * Batch norm with fixed statistics as a scale and a shift per channel: scale = gamma / √(variance + epsilon),
 * shift = beta − mean · scale. All tensors [C]; gradients flow to gamma and beta.
 */
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
      const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
      const scale = tf.mul<Tensor1D>(gamma, inverseDeviation);
      save([inverseDeviation, mean]);
      return [scale, tf.sub(beta, tf.mul(mean, scale))];
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
