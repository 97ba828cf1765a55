import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { negativeWeights } from './negativeWeights';
import type { NtXentAttributes } from './ntXent';
import { comparePairs } from './pairLoss';
import { portableKernel } from './portableKernel';

/** How NT-Logistic compares projections. */
export interface NtLogisticAttributes extends NtXentAttributes {
  /** The semi-hard negative of each view in place of all of them, see `negativeWeights`. */
  readonly semiHard: boolean;
}

/**
 * Kernel `NtLogistic`: the loss of the paper's table 2, whose one random negative is here the mean over all of them. A
 * semi-hard negative is the most similar of those less similar than the positive.
 *
 * Input and outputs are those of `NtXent` but for the loss: the mean over the 2N rows of
 * log(1 + exp(−s_ij / τ)) + Σ_k w_ik log(1 + exp(s_ik / τ)), j being the positive of i, k its negatives of the other view
 * and w their weights. N is at least 2.
 * Attributes: temperature, normalize, semiHard.
 */
export const ntLogisticKernel = portableKernel(
  'NtLogistic',
  ({ z }: { z: Tensor2D }, { temperature, normalize, semiHard }: NtLogisticAttributes) =>
    comparePairs(z, normalize, (views) => {
      const { rows, similarity, positives } = views;
      const weights = negativeWeights(views, { semiHard, within: Infinity });
      // The positive counts with the opposite sign.
      const logits = tf.tidy(() => {
        const signs = tf.sub(1, tf.mul(positives, 2));
        return tf.div<Tensor2D>(tf.mul(similarity, signs), temperature);
      });
      const loss = tf.tidy(() => {
        const losses = tf.mul(tf.add(weights, positives), tf.softplus(logits));
        return tf.div<Scalar>(tf.sum<Scalar>(losses), rows);
      });
      const slopes = tf.mul(tf.sub(weights, positives), tf.sigmoid(logits));
      return { loss, slopes: tf.div<Tensor2D>(slopes, rows * temperature) };
    }),
);
