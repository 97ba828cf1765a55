import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { runKernel } from './recordOperation';

/** Share of the old value in the running statistics at each step. */
export const statisticsMomentum = 0.9;
/** Of the descent. */
export const probeMomentum = 0.9;
/** Expected squared length of an input of the classifier. */
export const squaredLength = 64;
/** Part of the mean variance that is added to each: a dimension that hardly varies is not blown up. */
export const relativeEpsilon = 1e-4;
/** Added where nothing varies at all. */
export const leastVariance = 1e-30;

/** What an online probe is made of; running statistics start at zero and are divided by `seen`. */
export interface ProbeTensors<One = Tensor1D, Two = Tensor2D> {
  /** [size, classes]. */
  readonly weight: Two;
  /** [classes]. */
  readonly bias: One;
  readonly weightVelocity: Two;
  readonly biasVelocity: One;
  /** [size]. */
  readonly runningMean: One;
  readonly runningVariance: One;
  /** How much the running statistics have seen, 0 to 1; [1]. */
  readonly seen: One;
}

/** The names, in the order of the kernel's outputs. */
export const probeTensors = [
  ...(['weight', 'bias', 'weightVelocity', 'biasVelocity'] as const),
  ...(['runningMean', 'runningVariance', 'seen'] as const),
];

/**
 * Kernel `ProbeUpdate`: one step of an online probe, see `engine/evaluate/onlineProbe.ts`.
 *
 * Inputs: features [rows, size]; labels [rows], float32, the class of each row or −1 for a row that does not count; the
 * tensors of the probe. At least one row must have a label. Attribute: learningRate.
 * Outputs: the probe's tensors after the step, in the order of `probeTensors`. With r ← statisticsMomentum · r + (1 −
 * statisticsMomentum) · (mean, biased variance, 1) for the running ones and x the features standardised by them, the
 * residual is that of `SoftmaxResidual` for x · weight + bias, the gradients are xᵀ · residual and Σ residual, and each
 * moves by v ← probeMomentum · v + gradient, w ← w − learningRate · v.
 * A backend may put them where the old ones were.
 */
export const probeUpdateKernel = portableKernel(
  'ProbeUpdate',
  (
    { features, labels, ...probe }: ProbeTensors & { features: Tensor2D; labels: Tensor1D },
    { learningRate }: { learningRate: number },
  ) => {
    const moved = (running: Tensor1D, value: Tensor1D | number) =>
      tf.add<Tensor1D>(tf.mul(running, statisticsMomentum), tf.mul(value, 1 - statisticsMomentum));
    const mean = tf.mean<Tensor1D>(features, 0);
    const runningMean = moved(probe.runningMean, mean);
    const variance = tf.mean<Tensor1D>(tf.square(tf.sub(features, mean)), 0);
    const runningVariance = moved(probe.runningVariance, variance);
    const seen = moved(probe.seen, 1);

    const x = standardized(features, { runningMean, runningVariance, seen });
    const logits = probeLogits(x, probe);
    const residual = runKernel<Tensor2D>('SoftmaxResidual', { logits, labels }, {});
    const descend = <T extends tf.Tensor>(parameter: T, velocity: T, gradient: tf.Tensor) => {
      const next = tf.add(tf.mul(velocity, probeMomentum), gradient);
      return [tf.sub(parameter, tf.mul(next, learningRate)), next] as const;
    };
    const [weight, weightVelocity] = descend(
      probe.weight,
      probe.weightVelocity,
      tf.matMul(x, residual, true),
    );
    const [bias, biasVelocity] = descend(probe.bias, probe.biasVelocity, tf.sum(residual, 0));
    return [weight, bias, weightVelocity, biasVelocity, runningMean, runningVariance, seen];
  },
);

/** Features [rows, size] as the classifier takes them: standardised by the running statistics, of a fixed expected length. */
export function standardized(
  features: Tensor2D,
  { runningMean, runningVariance, seen }: Pick<ProbeTensors, 'runningMean' | 'runningVariance' | 'seen'>,
): Tensor2D {
  const variance = tf.div(runningVariance, seen);
  const floor = tf.add(tf.mul(tf.mean<Scalar>(variance), relativeEpsilon), leastVariance);
  const scale = tf.mul(tf.rsqrt(tf.add(variance, floor)), Math.sqrt(squaredLength / features.shape[1]));
  return tf.mul(tf.sub(features, tf.div(runningMean, seen)), scale);
}

/** Logits [rows, classes] of standardised features. */
export function probeLogits(x: Tensor2D, { weight, bias }: Pick<ProbeTensors, 'weight' | 'bias'>): Tensor2D {
  return tf.add(tf.matMul(x, weight), bias);
}
