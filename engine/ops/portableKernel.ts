import * as tf from '@tensorflow/tfjs-core';

/** A kernel written in tfjs-core operations, which therefore runs on every backend. */
export interface PortableKernel {
  readonly kernelName: string;
  readonly kernelFunc: tf.KernelFunc;
}

/**
 * Makes a kernel of a function over tensors: the definition of a fused operation, and the reference for backends
 * that register a faster kernel of the same name. Intermediate tensors are disposed of.
 */
export function portableKernel<Inputs, Attributes>(
  kernelName: string,
  compute: (inputs: Inputs, attributes: Attributes) => tf.Tensor | tf.Tensor[],
): PortableKernel {
  return {
    kernelName,
    // tfjs calls kernels with the tensors themselves, although the type promises less.
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => compute(inputs as Inputs, attrs as Attributes)),
  };
}
