import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';

interface RunningStatisticsInputs {
  runningMean: Tensor1D;
  runningVariance: Tensor1D;
  mean: Tensor1D;
  variance: Tensor1D;
}

interface RunningStatisticsAttributes {
  /** Share of the new values, 0 to 1. */
  readonly share: number;
  /** What makes the batch's biased variance an unbiased one. */
  readonly unbiased: number;
}

/**
 * Kernel `RunningStatistics`: running mean and variance of a batch norm moved towards those of a batch, all [C].
 *
 * Outputs: runningMean' = (1 − share) · runningMean + share · mean,
 * runningVariance' = (1 − share) · runningVariance + share · unbiased · variance.
 * A backend may put the outputs where the running ones were: their values are not to be used again.
 */
export const runningStatisticsKernel = portableKernel(
  'RunningStatistics',
  (
    { runningMean, runningVariance, mean, variance }: RunningStatisticsInputs,
    { share, unbiased }: RunningStatisticsAttributes,
  ) => [
    tf.add(tf.mul(runningMean, 1 - share), tf.mul(mean, share)),
    tf.add(tf.mul(runningVariance, 1 - share), tf.mul(variance, share * unbiased)),
  ],
);
