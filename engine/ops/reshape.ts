import * as tf from '@tensorflow/tfjs-core';
import { recordOperation, release } from './recordOperation';

/** The same numbers in another shape; no data are copied, and the gradient is not kept longer than needed. */
export function reshape<Out extends tf.Tensor>(x: tf.Tensor, shape: Out['shape']): Out {
  const from = x.shape;
  return recordOperation<Out>({
    inputs: { x },
    forward: () => tf.reshape(x, shape) as unknown as Out,
    backward: (dy) => ({
      x: () => {
        const gradient = tf.reshape(dy, from);
        release(dy);
        return gradient;
      },
    }),
  });
}
