import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { LossConfig } from '../config/runConfig';
import { ntXentWithGradient } from '../ops/ntXent';
import { recordOperation, release } from '../ops/recordOperation';

/**
 * NT-Xent, the normalized temperature-scaled cross entropy loss (paper, equation 1 and algorithm 1), in both
 * directions and with all 2(N − 1) negatives of each view. Its gradient is computed with it and kept for the tape.
 * @param z [2N, D], rows i and i + N being a positive pair.
 * @returns the loss, a mean over the 2N views in nats (log(2N − 1) when nothing is learnt), and the contrastive top-1
 *   accuracy, 0 to 1, through which no gradient flows.
 */
export function ntXent(z: Tensor2D, config: LossConfig): { loss: Scalar; contrastiveAccuracy: Scalar } {
  const [loss, contrastiveAccuracy] = recordOperation<[Scalar, Scalar]>({
    inputs: { z },
    forward: (save) => {
      const result = ntXentWithGradient(z, config);
      save([result.gradient]);
      return [result.loss, result.contrastiveAccuracy];
    },
    backward: ([dLoss], [gradient]) => ({
      z: () => {
        const dz = tf.mul(gradient as Tensor2D, dLoss);
        release(gradient);
        return dz;
      },
    }),
  });
  return { loss, contrastiveAccuracy };
}
