import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';

interface LarsUpdateAttributes {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  /** Whether the rate adapts to the layer; false for biases and batch norm. */
  readonly adapt: boolean;
  /** η, the trust coefficient. */
  readonly trustCoefficient: number;
}

/**
 * Kernel `LarsUpdate`: one step of LARS (You, Gitman and Ginsburg, 2017) in the form of the SimCLR authors' code,
 * where the velocity contains the learning rate.
 *
 * Inputs: w, g (its gradient) and v (its velocity, zero at first), of one shape.
 * Outputs: w' and v' with d = g + weightDecay · w, rate = learningRate · (adapt ? trust : 1),
 * trust = trustCoefficient · ‖w‖ / ‖d‖, or 1 where either norm is zero, v' = momentum · v + rate · d,
 * w' = w − (nesterov ? momentum · v' + rate · d : v').
 * A backend may put the outputs where the old values were, which are not to be used again.
 */
export const larsUpdateKernel = portableKernel(
  'LarsUpdate',
  (
    { w, g, v }: { w: Tensor; g: Tensor; v: Tensor },
    { learningRate, momentum, nesterov, weightDecay, adapt, trustCoefficient }: LarsUpdateAttributes,
  ) => {
    const d = weightDecay === 0 ? g : tf.add(g, tf.mul(w, weightDecay));
    const scaled = adapt
      ? tf.mul(d, tf.mul(trustRatio(w, d, trustCoefficient), learningRate))
      : tf.mul(d, learningRate);
    const velocity = tf.add(tf.mul(v, momentum), scaled);
    const change = nesterov ? tf.add(tf.mul(velocity, momentum), scaled) : velocity;
    return [tf.sub(w, change), velocity];
  },
);

/** ‖w‖ / ‖d‖ · trustCoefficient as a scalar on the device, 1 where either norm is zero. */
function trustRatio(w: Tensor, d: Tensor, trustCoefficient: number): Tensor {
  const weightNorm = tf.sqrt(tf.sum(tf.square(w)));
  const gradientNorm = tf.sqrt(tf.sum(tf.square(d)));
  const ratio = tf.mul(tf.div(weightNorm, gradientNorm), trustCoefficient);
  const defined = tf.logicalAnd(tf.greater(weightNorm, 0), tf.greater(gradientNorm, 0));
  return tf.where(defined, ratio, tf.onesLike(ratio));
}
