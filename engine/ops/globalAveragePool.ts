import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { recordOperation, release, runKernel } from './recordOperation';

/** Kernel `GlobalAveragePool`: x [B, H, W, C] → its mean over H and W, [B, C]. */
export const globalAveragePoolKernel = portableKernel('GlobalAveragePool', ({ x }: { x: Tensor4D }) =>
  tf.mean(x, [1, 2]),
);

/** Kernel `GlobalAveragePoolGrad`: dy [B, C], attributes height and width → dy / (H·W) at every pixel, [B, H, W, C]. */
export const globalAveragePoolGradKernel = portableKernel(
  'GlobalAveragePoolGrad',
  ({ dy }: { dy: Tensor2D }, { height, width }: { height: number; width: number }) => {
    const [batch, channels] = dy.shape;
    const pixel = tf.div(tf.reshape(dy, [batch, 1, 1, channels]), height * width);
    return tf.tile(pixel, [1, height, width, 1]);
  },
);

/** Mean over the pixels, [B, H, W, C] → [B, C]; nothing is saved for the backward pass. */
export function globalAveragePool(x: Tensor4D): Tensor2D {
  const [, height, width] = x.shape;
  return recordOperation<Tensor2D>({
    inputs: { x },
    forward: () => runKernel<Tensor2D>('GlobalAveragePool', { x }, {}),
    backward: (dy) => ({
      x: () => {
        const gradient = runKernel<Tensor4D>('GlobalAveragePoolGrad', { dy }, { height, width });
        release(dy);
        return gradient;
      },
    }),
  });
}
