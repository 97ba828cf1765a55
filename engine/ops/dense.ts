import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { recordOperation, release, runKernel } from './recordOperation';

/**
 * Kernel `Dense`: x [B, in], weight [in, out], bias [out] (optional), attribute relu → relu?(x · weight + bias), [B, out].
 */
export const denseKernel = portableKernel(
  'Dense',
  ({ x, weight, bias }: { x: Tensor2D; weight: Tensor2D; bias?: Tensor1D }, { relu }: { relu: boolean }) => {
    const product = tf.matMul<Tensor2D>(x, weight);
    const sum = bias ? tf.add<Tensor2D>(product, bias) : product;
    return relu ? tf.relu(sum) : sum;
  },
);

/**
 * Kernel `DenseGrad`: the backward pass of `Dense`.
 *
 * Inputs: dy and out [B, out], x [B, in], weight [in, out]. `out` is read only with relu, and may be any tensor of that
 * shape without. Attributes: relu; hasBias, whether that gradient is wanted.
 * Outputs: dX, dWeight and, with hasBias, dBias; with d = dy where out > 0 (with relu; else d = dy) these are
 * d · weightᵀ, xᵀ · d and Σ d over the batch.
 */
export const denseGradKernel = portableKernel(
  'DenseGrad',
  (
    { dy, out, x, weight }: { dy: Tensor2D; out: Tensor2D; x: Tensor2D; weight: Tensor2D },
    { relu, hasBias }: { relu: boolean; hasBias: boolean },
  ) => {
    const d = relu ? tf.mul<Tensor2D>(dy, tf.step(out)) : dy;
    const gradients: Tensor[] = [tf.matMul(d, weight, false, true), tf.matMul(x, d, true)];
    return hasBias ? [...gradients, tf.sum(d, 0)] : gradients;
  },
);

/**
 * A fully connected layer, relu?(x · weight + bias), as one node of the tape.
 * @param x [B, in]; @param weight [in, out]; @param bias [out], or null for none.
 * @returns [B, out]
 */
export function dense(x: Tensor2D, weight: Tensor2D, bias: Tensor1D | null, relu: boolean): Tensor2D {
  const optional = bias ? { bias } : {};
  return recordOperation<Tensor2D>({
    inputs: { ...optional, x, weight },
    forward: (save) => {
      const out = runKernel<Tensor2D>('Dense', { x, weight, ...optional }, { relu });
      save(relu ? [x, weight, out] : [x, weight]);
      return out;
    },
    backward: (dy, saved) => {
      const [savedX, savedWeight, out] = saved as [Tensor2D, Tensor2D, Tensor2D?];
      const [dX, dWeight, dBias] = runKernel<Tensor[]>(
        'DenseGrad',
        { dy, out: out ?? dy, x: savedX, weight: savedWeight },
        { relu, hasBias: bias !== null },
      );
      release(dy, ...saved);
      const given = (gradient: Tensor | undefined): Tensor => {
        if (!gradient) throw new Error('a layer without a bias has no gradient of one');
        return gradient;
      };
      return { bias: () => given(dBias), x: () => given(dX), weight: () => given(dWeight) };
    },
  });
}
