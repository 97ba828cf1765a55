import {
  add,
  argMax,
  div,
  matMul,
  mean,
  mul,
  rsqrt,
  square,
  sub,
  sum,
  tensor2d,
  tidy,
  variable,
  zeros,
  type Tensor1D,
  type Tensor2D,
  type Variable,
} from '@tensorflow/tfjs-core';
import type { Buffer } from '../models/parameter';
import type { Features } from './features';
import { softmaxResidual } from '../ops/softmaxResidual';
import { accuracy } from './accuracy';

/** Share of the old value in the running statistics at each step. */
const statisticsMomentum = 0.9;
const momentum = 0.9;
/** Expected squared length of an input of the classifier. */
const squaredLength = 64;
/** Steps that bring a probe from distorted views to whole images: some time constants of its statistics. */
const adaptingSteps = 60;
/** Part of the mean variance that is added to each: a dimension that hardly varies is not blown up. */
const relativeEpsilon = 1e-4;

/**
 * A linear softmax classifier that is trained beside the encoder on the features of each batch, without a gradient
 * into the encoder (an online linear probe; paper, appendix B.5 has it do about as well as one trained afterwards).
 *
 * Features come as the network gives them, of any scale. They are standardised by running statistics and divided by
 * √(size / 64), which keeps the classifier linear. It learns by SGD with momentum, the paper's choice for linear
 * evaluation, rather than Adam: with inputs of that length the curvature of the loss is at most 64 / 2, so a rate of
 * 0.1 cannot diverge, whatever the features' size and correlation. It starts at zero, so nothing is drawn.
 */
export class OnlineProbe {
  private readonly weight: Variable;
  private readonly bias: Variable;
  private readonly weightVelocity: Variable;
  private readonly biasVelocity: Variable;
  private readonly runningMean: Variable;
  private readonly runningVariance: Variable;
  /** How much the running statistics have seen, 0 to 1; they start at zero and are divided by this. */
  private readonly seen: Variable;

  constructor(
    private readonly name: 'h' | 'z',
    private readonly size: number,
    classes: number,
    private readonly learningRate: number,
  ) {
    const start = (shape: number[]): Variable => tidy(() => variable(zeros(shape), false));
    this.weight = start([size, classes]);
    this.bias = start([classes]);
    this.weightVelocity = start([size, classes]);
    this.biasVelocity = start([classes]);
    this.runningMean = start([size]);
    this.runningVariance = start([size]);
    this.seen = start([1]);
  }

  /** All that a checkpoint must hold for the probe to go on. */
  get state(): readonly Buffer[] {
    const entry = (name: string, tensor: Variable): Buffer => ({
      name: `probe.${this.name}.${name}`,
      variable: tensor,
    });
    return [
      entry('weight', this.weight),
      entry('bias', this.bias),
      entry('weight_velocity', this.weightVelocity),
      entry('bias_velocity', this.biasVelocity),
      entry('running_mean', this.runningMean),
      entry('running_var', this.runningVariance),
      entry('seen', this.seen),
    ];
  }

  /**
   * One step on a batch.
   * @param features [rows, size].
   * @param labels one a row; rows with −1 are left out.
   */
  train(features: Tensor2D, labels: Int32Array): void {
    if (!labels.some((label) => label >= 0)) return;
    tidy(() => {
      this.moveStatistics(features);
      const x = this.standardized(features);
      const residual = softmaxResidual(this.logits(x), labels);
      descend(this.weight, this.weightVelocity, matMul(x, residual, true), this.learningRate);
      descend(this.bias, this.biasVelocity, sum(residual, 0), this.learningRate);
    });
  }

  /**
   * Goes on training on the features of whole images, before the probe is judged on such: those of the views that it
   * learns from in between can lie elsewhere, far enough to hide what the representation knows.
   * @param labels one a row; rows with −1 are left out.
   */
  adapt(features: Features, labels: Int32Array): void {
    tidy(() => {
      const x = tensor2d(features.data, [features.count, features.size]);
      for (let step = 0; step < adaptingSteps; step++) this.train(x, labels);
    });
  }

  /** Share of the rows that are classified right; rows with −1 do not count. NaN when no row does. */
  async accuracy(features: Features, labels: Int32Array): Promise<number> {
    const predicted = tidy(() => {
      const x = tensor2d(features.data, [features.count, features.size]);
      return argMax(this.logits(this.standardized(x)), 1);
    });
    const classes = await predicted.data<'int32'>();
    predicted.dispose();
    return accuracy(classes, labels);
  }

  dispose(): void {
    for (const { variable: tensor } of this.state) tensor.dispose();
  }

  private moveStatistics(features: Tensor2D): void {
    const batchMean = mean<Tensor1D>(features, 0);
    const batchVariance = mean<Tensor1D>(square(sub(features, batchMean)), 0);
    const move = (running: Variable, value: Tensor1D | number): void => {
      running.assign(add(mul(running, statisticsMomentum), mul(value, 1 - statisticsMomentum)));
    };
    move(this.runningMean, batchMean);
    move(this.runningVariance, batchVariance);
    move(this.seen, 1);
  }

  private standardized(features: Tensor2D): Tensor2D {
    const variance = div(this.runningVariance, this.seen);
    const floor = add(mul(mean(variance), relativeEpsilon), 1e-30);
    const scale = mul(rsqrt(add(variance, floor)), Math.sqrt(squaredLength / this.size));
    return mul(sub(features, div(this.runningMean, this.seen)), scale);
  }

  private logits(x: Tensor2D): Tensor2D {
    return add(matMul(x, this.weight as unknown as Tensor2D), this.bias);
  }
}

/** SGD with momentum, in place. */
function descend(parameter: Variable, velocity: Variable, gradient: Tensor2D | Tensor1D, rate: number): void {
  velocity.assign(add(mul(velocity, momentum), gradient));
  parameter.assign(sub(parameter, mul(velocity, rate)));
}
