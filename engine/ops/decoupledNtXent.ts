import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { NtXentAttributes } from './ntXent';
import { comparePairs } from './pairLoss';
import { negativesOf } from './pairMasks';
import { portableKernel } from './portableKernel';
import { softmaxOverPairs } from './softmaxOverPairs';

/**
 * Kernel `DecoupledNtXent`: NT-Xent without the positive in the sum of the denominator (decoupled contrastive learning, Yeh
 * et al. 2021, without weights), in both directions and with all 2(N − 1) negatives. It has no lower bound at 0.
 *
 * Input, attributes and outputs are those of `NtXent` but for the loss: the mean over the 2N rows of
 * log Σ_k exp(s_ik / τ) − s_ij / τ, k going over the negatives of i alone. N is at least 2.
 */
export const decoupledNtXentKernel = portableKernel(
  'DecoupledNtXent',
  ({ z }: { z: Tensor2D }, { temperature, normalize }: NtXentAttributes) =>
    comparePairs(z, normalize, (views) =>
      softmaxOverPairs(views, negativesOf(views.rows, views.positives), temperature),
    ),
);
