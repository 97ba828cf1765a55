import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';

interface MomentumUpdateAttributes {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/**
 * Kernel `MomentumUpdate`: one step of stochastic gradient descent with momentum, as torch.optim.SGD without dampening.
 *
 * Inputs: w, g (its gradient) and v (its velocity, zero at first), of one shape.
 * Outputs: w' and v' with d = g + weightDecay · w, v' = momentum · v + d,
 * w' = w − learningRate · (nesterov ? d + momentum · v' : v').
 * A backend may put the outputs where the old values were, which are not to be used again.
 */
export const momentumUpdateKernel = portableKernel(
  'MomentumUpdate',
  (
    { w, g, v }: { w: Tensor; g: Tensor; v: Tensor },
    { learningRate, momentum, nesterov, weightDecay }: MomentumUpdateAttributes,
  ) => {
    const d = weightDecay === 0 ? g : tf.add(g, tf.mul(w, weightDecay));
    const velocity = tf.add(tf.mul(v, momentum), d);
    const direction = nesterov ? tf.add(d, tf.mul(velocity, momentum)) : velocity;
    return [tf.sub(w, tf.mul(direction, learningRate)), velocity];
  },
);
