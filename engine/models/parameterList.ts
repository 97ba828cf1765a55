import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { PhiloxStream } from '../random/philox';
import type { Buffer, Parameter, ParameterKind } from './parameter';

/** Fills a parameter with its first values, drawn from a stream of its own. */
export type Initializer = (values: Float32Array, random: PhiloxStream) => void;

/** Every value the same. */
export const constant =
  (value: number): Initializer =>
  (values) => {
    values.fill(value);
  };

/** He et al.'s initialisation of a convolution before ReLU: normal, variance 2 / (kernel² · output channels). */
export const heNormal =
  (kernel: number, outputs: number): Initializer =>
  (values, random) => {
    const deviation = Math.sqrt(2 / (kernel * kernel * outputs));
    for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
  };

/** Uniform over ±1/√inputs, PyTorch's initialisation of a fully connected layer's weight and bias. */
export const uniformFanIn =
  (inputs: number): Initializer =>
  (values, random) => {
    const bound = 1 / Math.sqrt(inputs);
    for (let i = 0; i < values.length; i++) values[i] = random.between(-bound, bound);
  };

/**
 * Makes a network's parameters and buffers and keeps them in order. Each parameter has a random stream of its own, so
 * that its first values depend on the seed and its place alone.
 */
export class ParameterList {
  readonly parameters: Parameter[] = [];
  readonly buffers: Buffer[] = [];

  /** @param stream which of `streams` the network draws from. */
  constructor(
    private readonly seed: number,
    private readonly stream: number,
  ) {}

  /** Adds a trainable tensor. */
  parameter<T extends Tensor>(
    name: string,
    kind: ParameterKind,
    shape: T['shape'],
    initialize: Initializer,
  ): T & Variable {
    const variable = newVariable<T>(shape, initialize, this.random());
    this.parameters.push({ name, kind, variable });
    return variable;
  }

  /** Adds a tensor that is state but not trained. */
  buffer<T extends Tensor>(name: string, shape: T['shape'], value: number): T & Variable {
    const variable = newVariable<T>(shape, constant(value), this.random());
    this.buffers.push({ name, variable });
    return variable;
  }

  dispose(): void {
    for (const { variable } of [...this.parameters, ...this.buffers]) variable.dispose();
  }

  private random(): PhiloxStream {
    return new PhiloxStream(this.seed, this.stream, this.parameters.length);
  }
}

function newVariable<T extends Tensor>(
  shape: T['shape'],
  initialize: Initializer,
  random: PhiloxStream,
): T & Variable {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  initialize(values, random);
  return tf.tidy(() => tf.variable(tf.tensor(values, shape))) as Tensor as T & Variable;
}
