import type { Tensor2D } from '@tensorflow/tfjs-core';
import { comparePairs, runPairLoss, type PairLoss } from './pairLoss';
import { othersOf } from './pairMasks';
import { portableKernel } from './portableKernel';
import { softmaxOverPairs } from './softmaxOverPairs';

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
  ({ z }: { z: Tensor2D }, { temperature, normalize }: NtXentAttributes) =>
    comparePairs(z, normalize, (views) => softmaxOverPairs(views, othersOf(views.rows), temperature)),
);

/** Loss, contrastive accuracy and gradient of NT-Xent at z [2N, D] (see `ntXentKernel`); not for the tape. */
export function ntXentWithGradient(z: Tensor2D, { temperature, normalize }: NtXentAttributes): PairLoss {
  return runPairLoss('NtXent', z, { temperature, normalize });
}
