import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LossConfig } from '../../../engine/config/runConfig';

/** A loss by PyTorch's autograd in float64. */
export interface LossVector {
  readonly config: LossConfig;
  /** [2N, D] */
  readonly z: number[][];
  readonly loss: number;
  readonly accuracy: number;
  readonly gradient: number[][];
}

/** Numbers made by test/vectors/make_losses.py. */
export const lossVectors = JSON.parse(readFileSync(join(__dirname, '../../vectors/losses.json'), 'utf8')) as {
  readonly losses: readonly LossVector[];
  readonly entropies: readonly {
    readonly z: number[][];
    readonly temperature: number;
    readonly normalize: boolean;
    readonly entropy: number;
  }[];
};
