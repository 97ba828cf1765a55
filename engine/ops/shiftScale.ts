import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { recordOperation, release } from './recordOperation';

/**
 * (x − shift) · scale of each column, as one node of the tape; no gradient is wanted for shift and scale.
 * @param x [rows, size]; @param shift [size]; @param scale [size].
 */
export function shiftScale(x: Tensor2D, shift: Tensor1D, scale: Tensor1D): Tensor2D {
  return recordOperation<Tensor2D>({
    inputs: { x },
    forward: (save) => {
      save([scale]);
      return tf.tidy(() => tf.mul<Tensor2D>(tf.sub(x, shift), scale));
    },
    backward: (dy, [savedScale]) => ({
      x: () => {
        const dx = tf.mul(dy, savedScale as Tensor1D);
        release(dy, savedScale);
        return dx;
      },
    }),
  });
}
