import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import type { ConvolutionGeometry } from './convolutionGradients';
import { portableKernel } from './portableKernel';
import { recordOperation, release, runKernel } from './recordOperation';

interface ConvBatchNormInputs {
  x: Tensor4D;
  filter: Tensor4D;
  gamma: Tensor1D;
  beta: Tensor1D;
  residual?: Tensor4D;
  runningMean?: Tensor1D;
  runningVariance?: Tensor1D;
}

interface ConvBatchNormAttributes extends ConvolutionGeometry {
  readonly relu: boolean;
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * Kernel `ConvBatchNorm`: convolution, batch norm over the statistics of this batch, addition, ReLU.
 *
 * Inputs: x [B, H, W, Ci], filter [kh, kw, Ci, Co], gamma [Co], beta [Co], residual [B, Ho, Wo, Co] (optional), and both
 * or neither of runningMean and runningVariance [Co].
 * Attributes: stride, pad (pixels on each side), relu, epsilon, share (0 to 1, that of this batch in the running ones).
 * Outputs: out [B, Ho, Wo, Co], mean [Co], variance [Co] (biased, over the count B·Ho·Wo), conv [B, Ho, Wo, Co] (before
 * batch norm, for the backward pass); out = relu?(gamma · (conv − mean) / √(variance + epsilon) + beta + residual). With
 * running statistics also these, moved: (1 − share) · runningMean + share · mean and, since the running variance is the
 * unbiased one as in PyTorch, (1 − share) · runningVariance + share · variance · count / (count − 1). A backend may put
 * them where the old ones were.
 */
export const convBatchNormKernel = portableKernel(
  'ConvBatchNorm',
  (
    { x, filter, gamma, beta, residual, runningMean, runningVariance }: ConvBatchNormInputs,
    { stride, pad, relu, epsilon, share }: ConvBatchNormAttributes & { readonly share: number },
  ) => {
    const conv = tf.conv2d(x, filter, stride, pad, 'NHWC', 1, 'floor');
    const { mean, variance } = tf.moments(conv, [0, 1, 2]);
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
    const normalized = tf.add(tf.mul(tf.sub(conv, mean), scale), beta);
    const sum = residual ? tf.add(normalized, residual) : normalized;
    const results = [relu ? tf.relu(sum) : sum, mean, variance, conv];
    if (!runningMean || !runningVariance) return results;
    const moved = (running: Tensor1D, value: tf.Tensor, factor: number) =>
      tf.add(tf.mul(running, 1 - share), tf.mul(value, share * factor));
    const unbiased = unbiasedFactor(conv.size / mean.size);
    return [...results, moved(runningMean, mean, 1), moved(runningVariance, variance, unbiased)];
  },
);

/** What makes a biased variance of so many values an unbiased one; that of a single value stays as it is. */
export function unbiasedFactor(count: number): number {
  return count > 1 ? count / (count - 1) : 1;
}

/** Running statistics, [Co] each, that move by `share` towards those of a batch. */
export interface RunningStatistics {
  readonly mean: Tensor1D & Variable;
  readonly variance: Tensor1D & Variable;
  readonly share: number;
}

/** What `convBatchNorm` does beside convolution and batch norm. */
export interface ConvBatchNormOptions extends ConvBatchNormAttributes {
  /** Added before the ReLU; the shape of the output. */
  readonly residual?: Tensor4D;
  /** Whether the gradient of x may be asked for, as it is unless x are the images; true by default. */
  readonly inputGradient?: boolean;
  /** What moves with the batch, not taped; nothing without. */
  readonly running?: RunningStatistics;
}

/**
 * Convolution, batch norm over the batch's own statistics, optional residual and ReLU, as one node of the tape (see
 * `convBatchNormKernel`). Gradients are exact, through the statistics too.
 * Saved for the backward pass: x, the convolution before batch norm and, with ReLU, the output.
 */
export function convBatchNorm(
  x: Tensor4D,
  filter: Tensor4D,
  gamma: Tensor1D,
  beta: Tensor1D,
  { stride, pad, relu, epsilon, residual, inputGradient = true, running }: ConvBatchNormOptions,
): Tensor4D {
  const optional = residual ? { residual } : {};
  return recordOperation<Tensor4D>({
    inputs: { x, filter, beta, gamma, ...optional },
    forward: (save) => {
      const statistics = running ? { runningMean: running.mean, runningVariance: running.variance } : {};
      const [out, mean, variance, conv, ...moved] = runKernel<
        [Tensor4D, Tensor1D, Tensor1D, Tensor4D, ...Tensor1D[]]
      >(
        'ConvBatchNorm',
        { x, filter, gamma, beta, ...optional, ...statistics },
        { stride, pad, relu, epsilon, share: running?.share ?? 0 },
      );
      moved.forEach((value, index) => {
        (index === 0 ? running?.mean : running?.variance)?.assign(value);
        value.dispose();
      });
      save(relu ? [x, filter, gamma, mean, variance, conv, out] : [x, filter, gamma, mean, variance, conv]);
      return out;
    },
    backward: (dy, saved) => {
      const [savedX, savedFilter, savedGamma, mean, variance, conv, out] = saved as [
        Tensor4D,
        Tensor4D,
        Tensor1D,
        Tensor1D,
        Tensor1D,
        Tensor4D,
        Tensor4D?,
      ];
      const hasResidual = residual !== undefined;
      // All at once, since they are made of the same data.
      const [dFilter, dGamma, dBeta, ...wanted] = runKernel<[Tensor4D, Tensor1D, Tensor1D, ...Tensor4D[]]>(
        'ConvBatchNormGrad',
        { dy, out: out ?? conv, conv, x: savedX, filter: savedFilter, gamma: savedGamma, mean, variance },
        { stride, pad, relu, epsilon, hasResidual, inputGradient },
      );
      release(dy, ...saved);
      const dResidual = hasResidual ? wanted.shift() : undefined;
      const dX = wanted.shift();
      return {
        x: () => dX ?? notComputed('x'),
        filter: () => dFilter,
        beta: () => dBeta,
        gamma: () => dGamma,
        residual: () => dResidual ?? notComputed('residual'),
      };
    },
  });
}

function notComputed(input: string): never {
  throw new Error(`convBatchNorm was told that nobody wants the gradient of ${input}`);
}
