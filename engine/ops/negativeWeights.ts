import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { ComparedViews } from './pairLoss';
import { onlyWhere, otherViewNegativesOf, spread } from './pairMasks';

/** Which negatives a view is compared with. */
export interface NegativeChoice {
  /** All of them (false), or the most similar of those that are less similar than the positive (true). */
  readonly semiHard: boolean;
  /** How far below the positive that one may lie at most, in similarity. */
  readonly within: number;
}

/**
 * How much each negative of a view counts, [2N, 2N]. Negatives are of the other augmentation alone (paper, appendix B.10).
 * All count 1 / (N − 1); of semi-hard ones (Schroff et al. 2015) the chosen one counts 1, of equals the first, and a row
 * without a candidate has no negative. The choice is a constant to the gradient.
 */
export function negativeWeights(views: ComparedViews, { semiHard, within }: NegativeChoice): Tensor2D {
  const { rows, similarity, positives, positive } = views;
  return tf.tidy(() => {
    const negatives = otherViewNegativesOf(rows, positives);
    if (!semiHard) return tf.div<Tensor2D>(negatives, rows / 2 - 1);
    const candidates = tf.tidy(() => {
      const below = tf.sub<Tensor2D>(spread(positive, rows), similarity);
      const farther = tf.mul<Tensor2D>(negatives, tf.step(below));
      if (!Number.isFinite(within)) return farther;
      return tf.mul<Tensor2D>(farther, tf.step(tf.sub<Tensor2D>(within, below)));
    });
    const hardest = largestOf(candidates, similarity);
    const order = tf.range(rows, 0, -1);
    return largestOf(hardest, tf.mul(hardest, order));
  });
}

/** 1 for the largest values of each row among the candidates (all of them where they are equal), else 0. */
function largestOf(candidates: Tensor2D, values: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const among = onlyWhere(candidates, values);
    const largest = spread(tf.max<Tensor2D>(among, 1, true), among.shape[1]);
    return tf.sub(candidates, tf.mul(candidates, tf.step(tf.sub<Tensor2D>(largest, among))));
  });
}
