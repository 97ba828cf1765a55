import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { LossConfig } from '../config/runConfig';
import { runPairLoss, type PairLoss } from '../ops/pairLoss';
import { recordOperation, release } from '../ops/recordOperation';

/** The kernel of each loss, which says what it is. */
const kernels: Readonly<Record<LossConfig['type'], string>> = {
  'nt-xent': 'NtXent',
  'nt-logistic': 'NtLogistic',
  margin: 'MarginTriplet',
  decoupled: 'DecoupledNtXent',
};

/**
 * The loss that the configuration chooses over both views of a batch, with its gradient; not for the tape.
 * @param z [2N, D], rows i and i + N being a positive pair.
 * @returns the loss, a mean over the 2N views; the contrastive top-1 accuracy, 0 to 1; and the gradient at z.
 * @throws Error where there are no negatives, without which only NT-Xent is defined.
 */
export function contrastiveLossWithGradient(z: Tensor2D, config: LossConfig): PairLoss {
  const { type, temperature, normalize, semiHard, margin } = config;
  if (type !== 'nt-xent' && z.shape[0] < 4) {
    throw new Error(`a loss of type "${type}" needs two pairs of views or more: one pair has no negatives`);
  }
  return runPairLoss(kernels[type], z, { temperature, normalize, semiHard, margin });
}

/**
 * `contrastiveLossWithGradient` for the tape: the gradient is computed with the loss and kept. None flows through the
 * contrastive accuracy.
 */
export function contrastiveLoss(
  z: Tensor2D,
  config: LossConfig,
): { loss: Scalar; contrastiveAccuracy: Scalar } {
  const [loss, contrastiveAccuracy] = recordOperation<[Scalar, Scalar]>({
    inputs: { z },
    forward: (save) => {
      const result = contrastiveLossWithGradient(z, config);
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
