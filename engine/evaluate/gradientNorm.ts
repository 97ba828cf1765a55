import { addN, sqrt, square, sum, tidy, type Scalar, type Tensor } from '@tensorflow/tfjs-core';

/** Euclidean length of all gradients together, as a tensor, so that a GPU need not be waited for. */
export function gradientNorm(gradients: readonly Tensor[]): Scalar {
  return tidy(() => sqrt(addN(gradients.map((gradient) => sum<Scalar>(square(gradient))))));
}
