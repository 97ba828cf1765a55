import type { LossDescription } from '../../../engine/config/describeLoss';

/** The loss of a run with a batch of 128. */
export const ntXent: LossDescription = { name: 'NT-Xent', chance: Math.log(255), canBeNegative: false };
