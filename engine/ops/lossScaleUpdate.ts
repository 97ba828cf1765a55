import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { runKernel } from './recordOperation';

/** Largest scale that doubling comes to. */
export const largestLossScale = 2 ** 24;

/** The numbers of a loss scale's state, in their order; counts are exact up to 2²⁴. */
export const lossScaleState = [
  /** What gradients are multiplied by before they become 16-bit floats, and what they are multiplied by afterwards. */
  ...(['scale', 'inverse'] as const),
  /** Not 0 where a gradient of the step at hand became too large for a 16-bit float. */
  'overflow',
  /** Good steps since the scale was changed. */
  'steps',
  /** Steps that were skipped: in all, and in a row up to the last step. */
  ...(['skipped', 'skippedInARow'] as const),
] as const;

interface LossScaleUpdateAttributes {
  /** Good steps after which the scale is doubled; 0 where it stays as it is. */
  readonly growEvery: number;
}

/**
 * Kernel `LossScaleUpdate`: what becomes of the loss scale when the gradients of a step are there, as PyTorch's GradScaler
 * has it, but for bounds: a step is good where the norm is finite and nothing overflowed, else it is to be skipped. After
 * `growEvery` good steps in a row the scale is doubled, up to `largestLossScale`; after a skipped one it is halved, down to 1.
 *
 * Inputs: norm [], the length of the gradients; state [6], see `lossScaleState`. Output: the state after the step, which a
 * backend may put where the old one was.
 */
export const lossScaleUpdateKernel = portableKernel(
  'LossScaleUpdate',
  (
    { norm, state }: { norm: Scalar; state: Tensor1D },
    { growEvery }: LossScaleUpdateAttributes,
  ): Tensor1D => {
    const [scale, inverse, overflow, steps, skipped, inARow] = tf.unstack(state) as [
      Scalar,
      Scalar,
      Scalar,
      Scalar,
      Scalar,
      Scalar,
    ];
    const good = tf.logicalAnd(tf.isFinite(norm), tf.equal(overflow, 0));
    const count = tf.where(good, tf.add(steps, 1), 0);
    const dynamic = growEvery > 0;
    const due = tf.logicalAnd(dynamic, tf.equal(count, growEvery));
    const grows = tf.logicalAnd(due, tf.less(scale, largestLossScale));
    const shrinks = tf.logicalAnd(dynamic, tf.logicalAnd(tf.logicalNot(good), tf.greater(scale, 1)));
    const factor = tf.where(grows, 2, tf.where(shrinks, 0.5, 1));
    return tf.stack<Tensor>([
      tf.mul(scale, factor),
      tf.div(inverse, factor),
      tf.scalar(0),
      tf.where(due, 0, count),
      tf.where(good, skipped, tf.add(skipped, 1)),
      tf.where(good, 0, tf.add(inARow, 1)),
    ]) as Tensor1D;
  },
);

/** Runs `lossScaleUpdateKernel`. */
export function lossScaleUpdate(norm: Scalar, state: Tensor1D, growEvery: number): Tensor1D {
  return runKernel('LossScaleUpdate', { norm, state }, { growEvery });
}
