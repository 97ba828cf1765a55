import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { lossScaleState } from './lossScaleUpdate';
import { portableKernel } from './portableKernel';
import { runKernel } from './recordOperation';

/**
 * Kernel `RestoreSkipped`: undoes a step that is to be skipped, so that nobody has to wait to be told whether it is.
 *
 * Inputs: `state`, that of the loss scale after the step; `new0`, what the step has made of a tensor, and `old0`, what it
 * was, then `new1` … Outputs: the old ones where the step was skipped, bit for bit, else the new ones. A backend may put them
 * where the new ones were.
 */
export const restoreSkippedKernel = portableKernel(
  'RestoreSkipped',
  ({ state, ...pairs }: NamedTensorMap & { state: Tensor1D }) => {
    const inARow = tf.slice(state, lossScaleState.indexOf('skippedInARow'), 1);
    const skipped = tf.greater(tf.reshape(inARow, []), 0);
    return Array.from({ length: Object.keys(pairs).length / 2 }, (_, index) => {
      const [made, was] = [pairs[`new${index}`], pairs[`old${index}`]];
      if (!made || !was) throw new Error(`tensor ${index} lacks what it was, or what it is`);
      return tf.where(skipped, was, made);
    });
  },
);

/** Runs `restoreSkippedKernel`. */
export function restoreSkipped(
  state: Tensor1D,
  pairs: readonly { readonly made: Tensor; readonly was: Tensor }[],
): Tensor[] {
  const inputs = pairs.flatMap(({ made, was }, index) => [
    [`new${index}`, made] as const,
    [`old${index}`, was] as const,
  ]);
  return runKernel('RestoreSkipped', { state, ...Object.fromEntries(inputs) }, {});
}
