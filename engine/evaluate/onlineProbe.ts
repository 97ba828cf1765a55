import {
  argMax,
  tensor1d,
  tensor2d,
  tidy,
  variable,
  zeros,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Variable,
} from '@tensorflow/tfjs-core';
import type { Buffer } from '../models/parameter';
import { probeLogits, probeTensors, standardized, type ProbeTensors } from '../ops/probeUpdate';
import { runKernel } from '../ops/recordOperation';
import { accuracy } from './accuracy';
import type { Features } from './features';

/** Steps that bring a probe from distorted views to whole images: some time constants of its statistics. */
const adaptingSteps = 60;

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
  private readonly tensors: ProbeTensors<Tensor1D & Variable, Tensor2D & Variable>;

  constructor(
    private readonly name: 'h' | 'z',
    size: number,
    classes: number,
    private readonly learningRate: number,
  ) {
    const one = (length: number) => tidy(() => variable(zeros([length]), false)) as Tensor1D & Variable;
    const two = () => tidy(() => variable(zeros([size, classes]), false)) as Tensor2D & Variable;
    this.tensors = {
      ...{ weight: two(), bias: one(classes), weightVelocity: two(), biasVelocity: one(classes) },
      ...{ runningMean: one(size), runningVariance: one(size), seen: one(1) },
    };
  }

  /** All that a checkpoint must hold for the probe to go on. */
  get state(): readonly Buffer[] {
    const entry = (name: string, tensor: Variable): Buffer => ({
      name: `probe.${this.name}.${name}`,
      variable: tensor,
    });
    const { weight, bias, weightVelocity, biasVelocity, runningMean, runningVariance, seen } = this.tensors;
    return [
      entry('weight', weight),
      entry('bias', bias),
      entry('weight_velocity', weightVelocity),
      entry('bias_velocity', biasVelocity),
      entry('running_mean', runningMean),
      entry('running_var', runningVariance),
      entry('seen', seen),
    ];
  }

  /**
   * One step on a batch.
   * @param features [rows, size].
   * @param labels one a row; rows with −1 are left out.
   */
  train(features: Tensor2D, labels: Int32Array): void {
    if (!labels.some((label) => label >= 0)) return;
    tidy(() => this.update(features, tensor1d(Float32Array.from(labels))));
  }

  /**
   * Goes on training on the features of whole images, before the probe is judged on such: those of the views that it
   * learns from in between can lie elsewhere, far enough to hide what the representation knows.
   * @param labels one a row; rows with −1 are left out.
   */
  adapt(features: Features, labels: Int32Array): void {
    if (!labels.some((label) => label >= 0)) return;
    tidy(() => {
      const x = tensor2d(features.data, [features.count, features.size]);
      const wanted = tensor1d(Float32Array.from(labels));
      for (let step = 0; step < adaptingSteps; step++) this.update(x, wanted);
    });
  }

  /** Share of the rows that are classified right; rows with −1 do not count. NaN when no row does. */
  async accuracy(features: Features, labels: Int32Array): Promise<number> {
    const predicted = tidy(() => {
      const x = tensor2d(features.data, [features.count, features.size]);
      return argMax(probeLogits(standardized(x, this.tensors), this.tensors), 1);
    });
    const classes = await predicted.data<'int32'>();
    predicted.dispose();
    return accuracy(classes, labels);
  }

  dispose(): void {
    for (const { variable: tensor } of this.state) tensor.dispose();
  }

  private update(features: Tensor2D, labels: Tensor1D): void {
    const { tensors, learningRate } = this;
    const moved = runKernel<Tensor[]>('ProbeUpdate', { features, labels, ...tensors }, { learningRate });
    probeTensors.forEach((name, index) => {
      const value = moved[index];
      if (!value) return;
      tensors[name].assign(value as never);
      value.dispose();
    });
  }
}
