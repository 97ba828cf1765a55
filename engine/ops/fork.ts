import * as tf from '@tensorflow/tfjs-core';
import { recordOperation, release } from './recordOperation';

/**
 * Two references to a tensor that two operations take (the residual branch and the shortcut of a block). Without it
 * the tape adds the two gradients itself and keeps one of the summands until the backward pass has ended.
 */
export function fork<T extends tf.Tensor>(x: T): [T, T] {
  return recordOperation<[T, T]>({
    inputs: { x },
    forward: () => [tf.clone(x), tf.clone(x)],
    backward: (dys) => ({
      x: () => {
        const sum = tf.add(dys[0], dys[1]);
        release(...dys);
        return sum;
      },
    }),
  });
}
