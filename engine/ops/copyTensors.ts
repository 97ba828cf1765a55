import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { runKernel } from './recordOperation';

/**
 * Kernel `CopyTensors`: tensors of any shapes, inputs `0`, `1`, … → the same numbers in memory of their own, which stay
 * where a kernel overwrites the old ones.
 */
export const copyTensorsKernel = portableKernel('CopyTensors', (inputs: NamedTensorMap) =>
  Object.values(inputs).map((tensor) => tf.mul(tensor, 1)),
);

/** Runs `copyTensorsKernel`; the copies are the caller's. */
export function copyTensors(tensors: readonly Tensor[]): Tensor[] {
  return runKernel('CopyTensors', Object.fromEntries(tensors.entries()), {});
}
