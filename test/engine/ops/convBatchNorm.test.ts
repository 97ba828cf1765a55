import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { convAffine } from '../../../engine/ops/convAffine';
import { convBatchNorm } from '../../../engine/ops/convBatchNorm';
import {
  affine,
  batchNorm,
  channelStatistics,
  convolve,
  inner,
  normals,
  numericGradient,
  outputSize,
  type ConvolutionShape,
  type Numbers,
} from './float64';
import { useTestBackend } from '../testBackend';
import { relativeError } from './relativeError';

const epsilon = 1e-3;

interface Case extends ConvolutionShape {
  readonly relu: boolean;
  readonly withResidual: boolean;
}

const cases: readonly Case[] = [
  {
    batch: 2,
    height: 5,
    width: 4,
    inputs: 3,
    outputs: 4,
    kernel: 3,
    stride: 1,
    pad: 1,
    relu: true,
    withResidual: true,
  },
  {
    batch: 3,
    height: 6,
    width: 6,
    inputs: 2,
    outputs: 3,
    kernel: 3,
    stride: 2,
    pad: 1,
    relu: true,
    withResidual: false,
  },
  {
    batch: 2,
    height: 5,
    width: 5,
    inputs: 3,
    outputs: 2,
    kernel: 1,
    stride: 2,
    pad: 0,
    relu: false,
    withResidual: false,
  },
  {
    batch: 2,
    height: 4,
    width: 3,
    inputs: 2,
    outputs: 5,
    kernel: 1,
    stride: 1,
    pad: 0,
    relu: false,
    withResidual: true,
  },
  {
    batch: 1,
    height: 9,
    width: 8,
    inputs: 1,
    outputs: 2,
    kernel: 7,
    stride: 2,
    pad: 3,
    relu: true,
    withResidual: false,
  },
  {
    batch: 5,
    height: 1,
    width: 1,
    inputs: 4,
    outputs: 3,
    kernel: 1,
    stride: 1,
    pad: 0,
    relu: true,
    withResidual: false,
  },
];

const names = ['x', 'filter', 'first', 'second', 'residual'] as const;
type Operands = Record<(typeof names)[number], Numbers>;

/** x, filter, the two vectors (gamma and beta, or scale and shift), residual, and a direction to differentiate along. */
function operands(shape: Case): {
  values: Operands;
  shapes: Record<keyof Operands, number[]>;
  along: Numbers;
} {
  const { batch, height, width, inputs, outputs, kernel } = shape;
  const [outHeight, outWidth] = outputSize(shape);
  const outShape = [batch, outHeight, outWidth, outputs];
  const shapes = {
    x: [batch, height, width, inputs],
    filter: [kernel, kernel, inputs, outputs],
    first: [outputs],
    second: [outputs],
    residual: outShape,
  };
  const draw = (name: keyof Operands, deviation: number, mean = 0) =>
    normals(tf.util.sizeFromShape(shapes[name]), names.indexOf(name), deviation, mean);
  return {
    values: {
      x: draw('x', 1),
      filter: draw('filter', 0.5),
      first: draw('first', 0.3, 1),
      second: draw('second', 0.5),
      residual: draw('residual', 1),
    },
    shapes,
    along: normals(tf.util.sizeFromShape(outShape), 9),
  };
}

type Apply = (
  x: Tensor4D,
  filter: Tensor4D,
  first: Tensor1D,
  second: Tensor1D,
  residual: Tensor4D,
) => Tensor4D;
type Reference = (values: Operands) => Numbers;

/** Compares output and the gradient of every operand with the float64 reference. */
function check(shape: Case, apply: Apply, reference: Reference): void {
  const { values, shapes, along } = operands(shape);
  const tensors = names.map((name) => tf.tensor(Float32Array.from(values[name]), shapes[name]));
  const weights = tf.tensor(Float32Array.from(along), shapes.residual);
  const wanted = shape.withResidual ? names : names.slice(0, 4);

  const { value, grads } = tf
    .engine()
    .gradients(() => apply(...(tensors as Parameters<Apply>)), tensors.slice(0, wanted.length), weights);
  expect(relativeError(value.dataSync(), reference(values))).toBeLessThan(2e-6);
  wanted.forEach((name, index) => {
    const expected = numericGradient(values[name], (moved) =>
      inner(reference({ ...values, [name]: moved }), along),
    );
    expect(relativeError(grads[index]?.dataSync() ?? [], expected), name).toBeLessThan(1e-5);
  });
  tf.dispose([tensors, value, grads]);
}

beforeAll(useTestBackend);

describe('convBatchNorm', () => {
  it.each(cases)('matches float64 and finite differences: %o', (shape) => {
    const { relu, withResidual, stride, pad } = shape;
    check(
      shape,
      (x, filter, gamma, beta, residual) =>
        convBatchNorm(x, filter, gamma, beta, {
          stride,
          pad,
          relu,
          epsilon,
          ...(withResidual ? { residual } : {}),
        }),
      ({ x, filter, first, second, residual }) =>
        batchNorm(convolve(x, filter, shape), first, second, epsilon, {
          relu,
          residual: withResidual ? residual : undefined,
        }),
    );
  });

  it('moves the running statistics by their share, towards the unbiased variance', () => {
    const shape = cases[1];
    if (!shape) throw new Error('no case');
    const { values, shapes } = operands(shape);
    const expected = channelStatistics(convolve(values.x, values.filter, shape), shape.outputs);
    const running = {
      mean: tf.variable(tf.tensor1d([1, 2, 3])),
      variance: tf.variable(tf.tensor1d([4, 5, 6])),
      share: 0.25,
    };
    tf.tidy(() => {
      const [x, filter, gamma, beta] = names.map((name) =>
        tf.tensor(Float32Array.from(values[name]), shapes[name]),
      );
      const options = { stride: 2, pad: 1, relu: true, epsilon, running };
      convBatchNorm(x as Tensor4D, filter as Tensor4D, gamma as Tensor1D, beta as Tensor1D, options);
    });
    const count = 3 * 3 * 3;
    const mean = [...expected.mean].map((value, c) => 0.75 * (c + 1) + 0.25 * value);
    const variance = [...expected.variance].map(
      (value, c) => 0.75 * (c + 4) + (0.25 * value * count) / (count - 1),
    );
    expect(relativeError(running.mean.dataSync<'float32'>(), mean)).toBeLessThan(1e-6);
    expect(relativeError(running.variance.dataSync<'float32'>(), variance)).toBeLessThan(1e-6);
    tf.dispose([running.mean, running.variance]);
  });
});

describe('convAffine', () => {
  it.each(cases)('matches float64 and finite differences: %o', (shape) => {
    const { relu, withResidual, stride, pad } = shape;
    check(
      shape,
      (x, filter, scale, shift, residual) =>
        convAffine(x, filter, scale, shift, { stride, pad, relu, ...(withResidual ? { residual } : {}) }),
      ({ x, filter, first, second, residual }) =>
        affine(convolve(x, filter, shape), first, second, {
          relu,
          residual: withResidual ? residual : undefined,
        }),
    );
  });
});
