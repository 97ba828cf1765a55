import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { negativeWeights } from './negativeWeights';
import { comparePairs } from './pairLoss';
import { spread } from './pairMasks';
import { portableKernel } from './portableKernel';

/** How the margin triplet loss compares projections. */
export interface MarginTripletAttributes {
  /** m, 0 or more, in similarity. */
  readonly margin: number;
  /** Cosine similarity (true) or plain dot products (false). */
  readonly normalize: boolean;
  /** The semi-hard negative of each view in place of all of them, see `negativeWeights`. */
  readonly semiHard: boolean;
}

/**
 * Kernel `MarginTriplet`: the margin triplet loss of the paper's table 2, whose one random negative is here the mean over
 * all of them. A semi-hard negative is less similar than the positive by less than the margin.
 *
 * Input and outputs are those of `NtXent` but for the loss: the mean over the 2N rows of
 * Σ_k w_ik max(s_ik − s_ij + m, 0), j being the positive of i, k its negatives of the other view and w their weights. N is
 * at least 2.
 * Attributes: margin, normalize, semiHard.
 */
export const marginTripletKernel = portableKernel(
  'MarginTriplet',
  ({ z }: { z: Tensor2D }, { margin, normalize, semiHard }: MarginTripletAttributes) =>
    comparePairs(z, normalize, (views) => {
      const { rows, similarity, positives, positive } = views;
      const weights = negativeWeights(views, { semiHard, within: margin });
      const excess = tf.tidy(() => tf.add<Tensor2D>(tf.sub(similarity, spread(positive, rows)), margin));
      const counted = tf.mul<Tensor2D>(weights, tf.step(excess));
      const pulls = tf.mul(positives, spread(tf.sum<Tensor2D>(counted, 1, true), rows));
      const loss = tf.tidy(() => tf.div<Scalar>(tf.sum<Scalar>(tf.mul(counted, excess)), rows));
      return { loss, slopes: tf.div<Tensor2D>(tf.sub(counted, pulls), rows) };
    }),
);
