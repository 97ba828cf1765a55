import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { negativesOf, onlyWhere, positivesOf, spread } from './pairMasks';
import { runKernel } from './recordOperation';

/** A projection no longer than this counts as the zero vector, which has no direction. */
export const minimumNorm = 1e-12;

/** The views of a batch as a loss sees them, which compares each with others. */
export interface ComparedViews {
  /** 2N: views i and i + N are a positive pair. */
  readonly rows: number;
  /** s [2N, 2N], cosine similarities or dot products. */
  readonly similarity: Tensor2D;
  /** 1 where the column is the positive of the row, else 0: [2N, 2N]. */
  readonly positives: Tensor2D;
  /** s of each view and its positive, [2N, 1]. */
  readonly positive: Tensor2D;
}

/** A loss over similarities. */
export interface PairTerms {
  /** A mean over the 2N views. */
  readonly loss: Scalar;
  /** Its derivative with respect to each similarity, [2N, 2N]. */
  readonly slopes: Tensor2D;
}

/** What a loss that compares views comes to. */
export interface PairLoss {
  readonly loss: Scalar;
  /** 0 to 1: the share of views whose positive is more similar than the views of all other images; a tie is a miss. */
  readonly contrastiveAccuracy: Scalar;
  /** Of the loss with respect to z, [2N, D]. */
  readonly gradient: Tensor2D;
}

/**
 * The portable definition of a loss over the similarities of all pairs of views, in memory for several matrices [2N, 2N].
 * @param z [2N, D], rows i and i + N being a positive pair.
 * @param normalize cosine similarity (true), where a row no longer than `minimumNorm` is similar to none and gets a gradient
 *   of zero; or plain dot products (false).
 * @returns loss, contrastive accuracy and gradient of `PairLoss`.
 */
export function comparePairs(
  z: Tensor2D,
  normalize: boolean,
  termsOf: (views: ComparedViews) => PairTerms,
): [Scalar, Scalar, Tensor2D] {
  const [rows, size] = z.shape;
  const norm = tf.norm(z, 2, 1, true) as Tensor2D;
  const inverseNorm = tf.where(tf.greater(norm, minimumNorm), tf.div<Tensor2D>(1, norm), tf.zerosLike(norm));
  const scale = spread(inverseNorm, size);
  const u = normalize ? tf.mul<Tensor2D>(z, scale) : z;

  const similarity = tf.matMul<Tensor2D>(u, u, false, true);
  const positives = positivesOf(rows);
  const positive = tf.tidy(() => tf.sum<Tensor2D>(tf.mul(similarity, positives), 1, true));
  const contrastiveAccuracy = tf.tidy(() => {
    const nearest = tf.max<Tensor2D>(onlyWhere(negativesOf(rows, positives), similarity), 1, true);
    return tf.mean<Scalar>(tf.cast(tf.greater(positive, nearest), 'float32'));
  });
  const { loss, slopes } = tf.tidy(() => ({ ...termsOf({ rows, similarity, positives, positive }) }));

  const dU = tf.add<Tensor2D>(tf.matMul(slopes, u), tf.matMul(slopes, u, true));
  if (!normalize) return [loss, contrastiveAccuracy, dU];
  // Only the part across u moves the direction of z.
  const along = tf.mul(u, spread(tf.sum<Tensor2D>(tf.mul(u, dU), 1, true), size));
  return [loss, contrastiveAccuracy, tf.mul<Tensor2D>(tf.sub(dU, along), scale)];
}

/** Runs the kernel of a loss over pairs at z [2N, D]; not for the tape. */
export function runPairLoss(
  kernelName: string,
  z: Tensor2D,
  attributes: Readonly<Record<string, tf.Attribute>>,
): PairLoss {
  if (z.shape[0] % 2 !== 0) throw new Error(`${kernelName} takes pairs of views, not ${z.shape[0]} rows`);
  const [loss, contrastiveAccuracy, gradient] = runKernel<[Scalar, Scalar, Tensor2D]>(
    kernelName,
    { z },
    attributes,
  );
  return { loss, contrastiveAccuracy, gradient };
}
