import type { Tensor1D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { convAffine } from '../ops/convAffine';
import { convBatchNorm, type RunningStatistics } from '../ops/convBatchNorm';
import type { ConvolutionGeometry } from '../ops/convolutionGradients';
import { foldBatchNorm } from '../ops/foldBatchNorm';
import type { ForwardMode } from './parameter';
import { constant, type ParameterList } from './parameterList';

/** Added to the variance, as in PyTorch. */
export const batchNormEpsilon = 1e-5;

/** Share of a step's statistics in the running ones, as in PyTorch. */
const momentum = 0.1;

/** What a batch norm starts as. */
export interface BatchNormOptions {
  /** First value of the gain. */
  readonly gain: number;
  /** Whether it has a trained offset; the last layer of the authors' head has none. */
  readonly offset: boolean;
}

/** What follows a convolution and its batch norm, and whether the gradient of its input may be asked for. */
export interface LayerOptions {
  readonly relu: boolean;
  readonly residual?: Tensor4D;
  readonly inputGradient?: boolean;
}

/** Batch norm as the fused operations take it: the convolution before it and what follows are one kernel with it. */
export class BatchNormLayer {
  private readonly gamma: Tensor1D;
  private readonly beta: Tensor1D;
  private readonly runningMean: Tensor1D & Variable;
  private readonly runningVariance: Tensor1D & Variable;

  /** Adds `<name>.weight`, `<name>.bias` and the running statistics to the list. */
  constructor(list: ParameterList, name: string, channels: number, { gain, offset }: BatchNormOptions) {
    const shape: [number] = [channels];
    this.gamma = list.parameter<Tensor1D>(`${name}.weight`, 'norm', shape, constant(gain));
    this.beta = offset
      ? list.parameter<Tensor1D>(`${name}.bias`, 'norm', shape, constant(0))
      : list.buffer<Tensor1D>(`${name}.bias`, shape, 0);
    this.runningMean = list.buffer<Tensor1D>(`${name}.running_mean`, shape, 0);
    this.runningVariance = list.buffer<Tensor1D>(`${name}.running_var`, shape, 1);
  }

  /**
   * Convolution, this batch norm, residual and ReLU.
   * @param x [B, H, W, Ci]; @param filter [kh, kw, Ci, Co]; residual as the output, [B, Ho, Wo, Co]; inputGradient as in
   * `convBatchNorm`.
   */
  apply(
    x: Tensor4D,
    filter: Tensor4D,
    { relu, residual, inputGradient, ...geometry }: ConvolutionGeometry & LayerOptions,
    mode: ForwardMode,
  ): Tensor4D {
    const optional = residual ? { residual } : {};
    if (mode.training) {
      return convBatchNorm(x, filter, this.gamma, this.beta, {
        ...geometry,
        ...optional,
        relu,
        epsilon: batchNormEpsilon,
        inputGradient: inputGradient ?? true,
        ...(mode.updateStatistics ? { running: this.running(mode.passesPerStep ?? 1) } : {}),
      });
    }
    const [scale, shift] = foldBatchNorm(
      this.gamma,
      this.beta,
      this.runningMean,
      this.runningVariance,
      batchNormEpsilon,
    );
    const out = convAffine(x, filter, scale, shift, { ...geometry, ...optional, relu });
    scale.dispose();
    shift.dispose();
    return out;
  }

  /** Where a step is made of several passes, together they move the statistics as far as one pass would. */
  private running(passes: number): RunningStatistics {
    const share = passes === 1 ? momentum : 1 - (1 - momentum) ** (1 / passes);
    return { mean: this.runningMean, variance: this.runningVariance, share };
  }
}
