import { dispose, type Scalar, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ViewBatch } from '../augment/viewLoader';
import type { RunConfig } from '../config/runConfig';
import { globalNorm } from '../ops/globalNorm';
import { OnlineProbe } from '../evaluate/onlineProbe';
import { createEncoder, type Encoder } from '../models/encoder';
import { createHead } from '../models/head';
import type { Network } from '../models/parameter';
import { createOptimizer, type Optimizer } from '../optim/optimizer';
import { contrastiveStep } from './contrastiveStep';
import { LossScaling } from './lossScaling';
import { prefixed, type NamedVariable } from '../models/namedVariables';

/** What a step leaves to look at; whoever took the step disposes of it. */
export interface StepOutcome {
  readonly loss: Scalar;
  readonly contrastiveAccuracy: Scalar;
  readonly gradientNorm: Scalar;
  /** Projections of the batch, [2N, size]. */
  readonly z: Tensor2D;
}

/** The online probes of h and of z. */
export interface Probes {
  readonly h: OnlineProbe;
  readonly z: OnlineProbe;
}

/** Everything that learns in a run: encoder f, projection head g, and the probes beside them. */
export class Learner {
  readonly encoder: Encoder;
  readonly head: Network<Tensor2D, Tensor2D>;
  /** null where the images have no labels. */
  readonly probes: Probes | null;
  /** null where everything is computed in float32. */
  readonly scaling = LossScaling.open();
  private readonly optimizer: Optimizer;

  /**
   * @param imageSize side of a view in pixels.
   * @param classes number of classes, null where the images have no labels.
   */
  constructor(
    private readonly config: RunConfig,
    imageSize: number,
    classes: number | null,
  ) {
    this.encoder = createEncoder(config.encoder, imageSize, config.seed);
    this.head = createHead(config.head, this.encoder.outputSize, config.seed);
    this.optimizer = createOptimizer(config.optimizer, [...this.encoder.parameters, ...this.head.parameters]);
    const probe = (name: 'h' | 'z', size: number, count: number) =>
      new OnlineProbe(name, size, count, config.evaluate.probeLearningRate);
    this.probes =
      classes === null
        ? null
        : { h: probe('h', this.encoder.outputSize, classes), z: probe('z', this.head.outputSize, classes) };
  }

  /**
   * One step of training on a batch. In mixed precision it leaves everything as it was where gradients overflow.
   * @param labels class of each of the N images, −1 without one; null where there are none at all.
   */
  step(batch: ViewBatch, labels: Int32Array | null, learningRate: number): StepOutcome {
    const learning = this.scaling ? this.variables.map(({ variable }) => variable) : [];
    this.scaling?.begin(learning);
    const { encoder, head } = this;
    const result = contrastiveStep({ encoder, head, views: batch, loss: this.config.loss });
    const { loss, contrastiveAccuracy, h, z, gradients } = result;
    this.optimizer.apply(gradients, learningRate);
    if (this.probes && labels) {
      const both = new Int32Array(2 * labels.length);
      both.set(labels);
      both.set(labels, labels.length);
      this.probes.h.train(h, both);
      this.probes.z.train(z, both);
    }
    const norm = globalNorm(gradients);
    this.scaling?.end(norm, learning);
    dispose([h, gradients]);
    return { loss, contrastiveAccuracy, gradientNorm: norm, z };
  }

  /** Every variable that a checkpoint must hold. */
  get variables(): NamedVariable[] {
    const { encoder, head, optimizer, probes } = this;
    return [
      ...prefixed('encoder', [...encoder.parameters, ...encoder.buffers]),
      ...prefixed('head', [...head.parameters, ...head.buffers]),
      ...prefixed('optimizer', optimizer.state),
      ...(probes ? [...probes.h.state, ...probes.z.state] : []),
    ];
  }

  /** Takes up counting where a checkpoint of that many steps left off; the variables are restored apart. */
  set stepsTaken(steps: number) {
    this.optimizer.updates = steps;
  }

  dispose(): void {
    this.encoder.dispose();
    this.head.dispose();
    this.optimizer.dispose();
    this.probes?.h.dispose();
    this.probes?.z.dispose();
  }
}
