import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { runKernel } from './recordOperation';

/** Kernel `GlobalNorm`: tensors of any shapes, inputs `0`, `1`, … → the Euclidean length of all together, a scalar. */
export const globalNormKernel = portableKernel('GlobalNorm', (inputs: Readonly<Record<string, Tensor>>) =>
  tf.sqrt(tf.addN(Object.values(inputs).map((tensor) => tf.sum<Scalar>(tf.square(tensor))))),
);

/** Runs `globalNormKernel`; there must be a tensor. */
export function globalNorm(tensors: readonly Tensor[]): Scalar {
  return runKernel('GlobalNorm', Object.fromEntries(tensors.entries()), {});
}
