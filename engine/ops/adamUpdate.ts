import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';

interface AdamUpdateAttributes {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Number of this update, from 1. */
  readonly step: number;
}

/**
 * Kernel `AdamUpdate`: one step of Adam with the weight decay in the gradient, as torch.optim.Adam (not AdamW).
 *
 * Inputs: w, g (its gradient), m and s (running means of the gradient and of its square, zero at first), of one shape.
 * Outputs: w', m' and s' with d = g + weightDecay · w, m' = beta1 · m + (1 − beta1) · d,
 * s' = beta2 · s + (1 − beta2) · d²,
 * w' = w − learningRate · m' / (1 − beta1^step) / (√(s' / (1 − beta2^step)) + epsilon).
 * A backend may put the outputs where the old values were, which are not to be used again.
 */
export const adamUpdateKernel = portableKernel(
  'AdamUpdate',
  (
    { w, g, m, s }: { w: Tensor; g: Tensor; m: Tensor; s: Tensor },
    { learningRate, beta1, beta2, epsilon, weightDecay, step }: AdamUpdateAttributes,
  ) => {
    const d = weightDecay === 0 ? g : tf.add(g, tf.mul(w, weightDecay));
    const mean = tf.add(tf.mul(m, beta1), tf.mul(d, 1 - beta1));
    const square = tf.add(tf.mul(s, beta2), tf.mul(tf.square(d), 1 - beta2));
    const deviation = tf.add(tf.sqrt(tf.div(square, 1 - beta2 ** step)), epsilon);
    const rate = learningRate / (1 - beta1 ** step);
    return [tf.sub(w, tf.mul(tf.div(mean, deviation), rate)), mean, square];
  },
);
