import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';

/**
 * Kernel `SoftmaxResidual`: the gradient of a softmax classifier's mean cross entropy with respect to its logits.
 *
 * Inputs: logits [rows, classes]; labels [rows], float32, the class of each row or −1 for a row that does not count.
 * Output: (softmax(logits) − one-hot(labels)) / number of labelled rows, [rows, classes]; zero in rows without a label.
 */
export const softmaxResidualKernel = portableKernel(
  'SoftmaxResidual',
  ({ logits, labels }: { logits: Tensor2D; labels: Tensor1D }) => {
    const classes = logits.shape[1];
    // A label of −1 makes a row of zeros.
    const target = tf.oneHot(tf.cast(labels, 'int32'), classes, 1, 0, 'float32');
    const counts = tf.sum(target, 1, true);
    return tf.div(tf.sub(tf.mul(tf.softmax(logits), counts), target), tf.sum(counts));
  },
);
