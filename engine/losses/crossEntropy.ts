import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { recordOperation, release } from '../ops/recordOperation';

/**
 * Cross entropy of the softmax of logits with the true classes. Its gradient is computed with it and kept for the tape.
 * @param logits [rows, classes].
 * @param labels class of each row, 0 to classes − 1.
 * @returns a mean over the rows, in nats: log(classes) where nothing is known.
 */
export function crossEntropy(logits: Tensor2D, labels: Int32Array): Scalar {
  const [rows, classes] = logits.shape;
  if (labels.length !== rows)
    throw new Error(`${rows} rows of logits take as many labels, not ${labels.length}`);
  return recordOperation<Scalar>({
    inputs: { logits },
    forward: (save) => {
      const { loss, gradient } = tf.tidy(() => {
        const target = tf.oneHot(tf.tensor1d(labels, 'int32'), classes, 1, 0, 'float32');
        const shifted = tf.sub(logits, tf.max(logits, 1, true));
        const logProbability = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
        return {
          loss: tf.div<Scalar>(tf.sum<Scalar>(tf.mul(logProbability, target)), -rows),
          gradient: tf.div<Tensor2D>(tf.sub(tf.exp(logProbability), target), rows),
        };
      });
      save([gradient]);
      return loss;
    },
    backward: (dLoss, [gradient]) => ({
      logits: () => {
        const dLogits = tf.mul(gradient as Tensor2D, dLoss);
        release(gradient);
        return dLogits;
      },
    }),
  });
}
