import * as tf from '@tensorflow/tfjs-core';

/** Gradients of the inputs by name, each computed only where the tape asks for it. */
export type LazyGradients = Readonly<Record<string, () => tf.Tensor>>;

/** An operation and its gradient, for the tape. */
export interface Operation<Output extends tf.Tensor | tf.Tensor[]> {
  /** Tensors that a gradient may be wanted for; the tape asks for gradients in this order. */
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  /** Computes the outputs; nothing inside is taped. `save` keeps what `backward` needs. */
  forward(save: (tensors: readonly tf.Tensor[]) => void): Output;
  /** `dy` has the form of the outputs. Must return fresh tensors and may `release` `dy` and the saved ones. */
  backward(dy: Output, saved: tf.Tensor[]): LazyGradients;
}

/** The part of tfjs's engine that its public `customGrad` is built on. */
interface TapeEngine {
  runKernelFunc(call: {
    inputs: Readonly<Record<string, tf.Tensor>>;
    forwardFunc(backend: unknown, save: (tensors: readonly tf.Tensor[]) => void): tf.Tensor | tf.Tensor[];
    backwardsFunc(dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]): LazyGradients;
  }): tf.Tensor | tf.Tensor[];
}

/**
 * Runs an operation and records it as one node of the tape.
 *
 * Neither of tfjs's public ways will do: `registerGradient` hands a kernel of several outputs a tensor of zeros for
 * each output that nobody differentiates (for convolution + batch norm as large as the activation), and saves the
 * same tensors whatever the attributes; `customGrad` computes the gradient of every input, the images' too.
 */
export function recordOperation<Output extends tf.Tensor | tf.Tensor[]>(
  operation: Operation<Output>,
): Output {
  const engine = tf.engine() as unknown as TapeEngine;
  return engine.runKernelFunc({
    inputs: operation.inputs,
    forwardFunc: (_backend, save) => operation.forward(save),
    backwardsFunc: (dy, saved) => operation.backward(dy as Output, saved),
  }) as Output;
}

/**
 * Gives up tensors whose last use is over, so that memory falls while a pass is still going on: tfjs itself keeps
 * saved activations and every intermediate gradient until the whole backward pass has ended.
 *
 * Safe in both passes, because disposal is counted per buffer and happens once per tensor:
 * - forward: an activation that the next operation has taken; what that one saved is a reference of its own;
 * - backward: `dy` and the saved tensors once an operation has used them. The tape reads the gradient of a tensor
 *   exactly once, when it reaches the operation that made it, by which time all its summands have been added.
 *
 * It follows that a gradient function must not return `dy` itself, only a fresh tensor or a clone, and that the `dy`
 * given to `tf.engine().gradients` is used up by the call.
 */
export function release(...tensors: readonly (tf.Tensor | undefined)[]): void {
  for (const tensor of tensors) tensor?.dispose();
}

/** Runs a kernel by name: the backend's own, or the portable one (see `registerPortableKernels`). */
export function runKernel<Output extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, tf.Attribute>>,
): Output {
  return tf.engine().runKernel(name, inputs, attributes) as unknown as Output;
}
