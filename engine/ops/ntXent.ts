import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { runKernel } from './recordOperation';

/** A projection no longer than this counts as the zero vector, which has no direction. */
export const minimumNorm = 1e-12;

/** How NT-Xent compares projections. */
export interface NtXentAttributes {
  /** τ, above 0. */
  readonly temperature: number;
  /** Cosine similarity (true) or plain dot products (false). */
  readonly normalize: boolean;
}

/**
 * Kernel `NtXent`: the loss of the paper's equation 1 and algorithm 1 over all 2N views, and its gradient.
 *
 * Input: z [2N, D]; rows i and i + N are a positive pair, the other 2(N − 1) rows are the negatives of both.
 * Attributes: temperature, normalize.
 * Outputs:
 * - loss, scalar: the mean over the 2N rows of log Σ_{k≠i} exp(s_ik / τ) − s_ij / τ, natural logarithm, j being the
 *   positive of i and s the cosine similarity (with normalize) or the dot product;
 * - contrastiveAccuracy, scalar, 0 to 1: the share of rows whose positive is more similar than each negative; a tie
 *   is a miss, so that a collapsed representation does not count as perfect;
 * - gradient [2N, D] of the loss with respect to z.
 *
 * The largest logit is subtracted before exponentiation, so small τ is safe. With normalize, a row no longer than
 * `minimumNorm` is a zero vector: its similarity to every row is 0, and it gets a gradient of zero.
 */
export const ntXentKernel = portableKernel(
  'NtXent',
  ({ z }: { z: Tensor2D }, { temperature, normalize }: NtXentAttributes) => {
    const rows = z.shape[0];
    const norm = tf.norm(z, 2, 1, true);
    const inverseNorm = tf.where(tf.greater(norm, minimumNorm), tf.div(1, norm), tf.zerosLike(norm));
    const u = normalize ? tf.mul<Tensor2D>(z, inverseNorm) : z;

    const similarity = tf.div(tf.matMul(u, u, false, true), temperature);
    const self = tf.eye(rows);
    const positives = tf.oneHot(positiveIndices(rows), rows, 1, 0, 'float32');
    const minusInfinity = tf.fill([rows, rows], -Infinity);
    const logits = tf.where(tf.cast(self, 'bool'), minusInfinity, similarity);

    const largest = tf.max(logits, 1, true);
    const logSum = tf.add(largest, tf.log(tf.sum(tf.exp(tf.sub(logits, largest)), 1, true)));
    const positive = tf.sum(tf.mul(similarity, positives), 1, true);
    const loss = tf.mean(tf.sub(logSum, positive));

    const negatives = tf.where(tf.cast(positives, 'bool'), minusInfinity, logits);
    const accuracy = tf.mean(tf.cast(tf.greater(positive, tf.max(negatives, 1, true)), 'float32'));

    const probability = tf.exp(tf.sub(logits, logSum));
    const dSimilarity = tf.div<Tensor2D>(tf.sub(probability, positives), rows * temperature);
    const dU = tf.add(tf.matMul(dSimilarity, u), tf.matMul(dSimilarity, u, true));
    if (!normalize) return [loss, accuracy, dU];
    // Only the part across u moves the direction of z.
    const along = tf.mul(u, tf.sum(tf.mul(u, dU), 1, true));
    return [loss, accuracy, tf.mul(tf.sub(dU, along), inverseNorm)];
  },
);

function positiveIndices(rows: number): tf.Tensor1D {
  const half = rows / 2;
  return tf.tensor1d(
    Array.from({ length: rows }, (_, row) => (row + half) % rows),
    'int32',
  );
}

/** Loss, contrastive accuracy and gradient of NT-Xent at z [2N, D] (see `ntXentKernel`); not for the tape. */
export function ntXentWithGradient(
  z: Tensor2D,
  { temperature, normalize }: NtXentAttributes,
): { loss: Scalar; contrastiveAccuracy: Scalar; gradient: Tensor2D } {
  if (z.shape[0] % 2 !== 0) throw new Error(`NT-Xent takes pairs of views, not ${z.shape[0]} rows`);
  const [loss, contrastiveAccuracy, gradient] = runKernel<[Scalar, Scalar, Tensor2D]>(
    'NtXent',
    { z },
    { temperature, normalize },
  );
  return { loss, contrastiveAccuracy, gradient };
}
