import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../models/parameter';

/**
 * Runs a forward pass and takes the gradients of its result with respect to parameters of the networks in it.
 * @param forward computes the result; what it wants to outlive the pass it must `tf.keep`.
 * @param dy gradient of the result, used up; 1 for a scalar unless given.
 * @returns the result, and the gradients in the order of the parameters.
 */
export function networkGradients(
  parameters: readonly Parameter[],
  forward: () => Tensor,
  dy?: Tensor,
): { value: Tensor; gradients: Tensor[] } {
  const { value, grads } = tf.engine().gradients(
    forward,
    parameters.map(({ variable }) => variable),
    dy,
  );
  // tfjs leaves a hole for a parameter that the result does not depend on.
  const gradients = parameters.map(({ name }, index) => {
    const gradient = (grads as (Tensor | undefined)[])[index];
    if (!gradient) throw new Error(`the parameter ${name} takes no part in the forward pass`);
    return tf.keep(gradient);
  });
  return { value: tf.keep(value), gradients };
}
