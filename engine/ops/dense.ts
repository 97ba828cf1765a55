import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { recordOperation, release } from './recordOperation';

/**
 * A fully connected layer, relu?(x · weight + bias), as one node of the tape.
 * @param x [B, in]; @param weight [in, out]; @param bias [out], or null for none.
 * @returns [B, out]
 */
export function dense(x: Tensor2D, weight: Tensor2D, bias: Tensor1D | null, relu: boolean): Tensor2D {
  return recordOperation<Tensor2D>({
    inputs: { ...(bias ? { bias } : {}), x, weight },
    forward: (save) => {
      const product: Tensor2D = tf.matMul(x, weight);
      const sum: Tensor2D = bias ? tf.add<Tensor2D>(product, bias) : product;
      const out = relu ? tf.relu(sum) : sum;
      save(relu ? [x, weight, out] : [x, weight]);
      return out;
    },
    backward: (dy, saved) => {
      const [savedX, savedWeight, out] = saved as [Tensor2D, Tensor2D, Tensor2D?];
      const d = out ? tf.tidy(() => tf.mul<Tensor2D>(dy, tf.step(out))) : tf.clone(dy);
      release(dy, out);
      return {
        bias: () => tf.sum(d, 0),
        x: () => tf.matMul(d, savedWeight, false, true),
        weight: () => {
          const gradient = tf.matMul(savedX, d, true);
          release(savedX, savedWeight, d);
          return gradient;
        },
      };
    },
  });
}
