import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { ComparedViews, PairTerms } from './pairLoss';
import { onlyWhere, spread } from './pairMasks';

/**
 * The mean over the 2N views of log Σ_k exp(s_ik / τ) − s_ij / τ, j being the positive of i and k its candidates. The
 * largest logit is subtracted before exponentiation, so small τ is safe.
 * @param candidates 1 for the views in the sum of each row, else 0: [2N, 2N].
 */
export function softmaxOverPairs(
  { rows, similarity, positives, positive }: ComparedViews,
  candidates: Tensor2D,
  temperature: number,
): PairTerms {
  const [largest, powers] = tf.tidy(() => {
    const logits = onlyWhere(candidates, tf.div(similarity, temperature));
    const most = tf.max<Tensor2D>(logits, 1, true);
    return [most, tf.exp(tf.sub<Tensor2D>(logits, spread(most, rows)))] as [Tensor2D, Tensor2D];
  });
  const sum = tf.sum<Tensor2D>(powers, 1, true);
  const losses = tf.sub(tf.add(largest, tf.log(sum)), tf.div(positive, temperature));
  const slopes = tf.tidy(() => {
    const probability = tf.mul(powers, spread(tf.div<Tensor2D>(1, sum), rows));
    return tf.div<Tensor2D>(tf.sub(probability, positives), rows * temperature);
  });
  return { loss: tf.mean<Scalar>(losses), slopes };
}
