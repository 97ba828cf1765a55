import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { dense } from '../../../engine/ops/dense';
import { foldBatchNorm } from '../../../engine/ops/foldBatchNorm';
import { fork } from '../../../engine/ops/fork';
import { globalAveragePool } from '../../../engine/ops/globalAveragePool';
import { maxPool } from '../../../engine/ops/maxPool';
import { reshape } from '../../../engine/ops/reshape';
import { inner, normals, numericGradient, type Numbers } from './float64';
import { useTestBackend } from '../testBackend';
import { relativeError } from './relativeError';

beforeAll(useTestBackend);

interface Operand {
  readonly values: Numbers;
  readonly shape: number[];
}

const operand = (shape: number[], stream: number): Operand => ({
  values: normals(tf.util.sizeFromShape(shape), stream),
  shape,
});

/** Compares an operation and the gradient of each operand with a float64 function of the same operands. */
function check(
  operands: readonly Operand[],
  apply: (...tensors: never[]) => tf.Tensor,
  reference: (...values: Numbers[]) => Numbers,
): void {
  const tensors = operands.map(({ values, shape }) => tf.tensor(Float32Array.from(values), shape));
  const expected = reference(...operands.map(({ values }) => values));
  const along = normals(expected.length, 99);
  const shape = tf.tidy(() => apply(...(tensors as never[])).shape);
  const dy = tf.tensor(Float32Array.from(along), shape);
  const { value, grads } = tf.engine().gradients(() => apply(...(tensors as never[])), tensors, dy);
  expect(relativeError(value.dataSync(), expected)).toBeLessThan(2e-6);
  operands.forEach(({ values }, index) => {
    const numeric = numericGradient(values, (moved) =>
      inner(reference(...operands.map((other, i) => (i === index ? moved : other.values))), along),
    );
    expect(relativeError(grads[index]?.dataSync() ?? [], numeric), `operand ${index}`).toBeLessThan(1e-5);
  });
}

const at = (values: Numbers, index: number): number => values[index] ?? NaN;

/** x [4, 3] · weight [3, 5] + bias, ReLU. */
function denseReference(relu: boolean) {
  return (x: Numbers, weight: Numbers, bias?: Numbers): Numbers =>
    Float64Array.from({ length: 20 }, (_, i) => {
      const [row, column] = [Math.floor(i / 5), i % 5];
      let sum = bias ? at(bias, column) : 0;
      for (let k = 0; k < 3; k++) sum += at(x, row * 3 + k) * at(weight, k * 5 + column);
      return relu ? Math.max(0, sum) : sum;
    });
}

describe('small operations against float64 and finite differences', () => {
  it('global average pooling', () => {
    const [batch, pixels, channels] = [2, 12, 3];
    check([operand([batch, 3, 4, channels], 1)], globalAveragePool, (x) =>
      Float64Array.from({ length: batch * channels }, (_, i) => {
        const [image, channel] = [Math.floor(i / channels), i % channels];
        let sum = 0;
        for (let pixel = 0; pixel < pixels; pixel++)
          sum += at(x, (image * pixels + pixel) * channels + channel);
        return sum / pixels;
      }),
    );
  });

  it.each([
    [5, 6],
    [6, 7],
  ])('max-pooling of %i × %i', (height, width) => {
    const [outHeight, outWidth] = [Math.ceil(height / 2), Math.ceil(width / 2)];
    // Negative values too: the padding must never be the maximum.
    const x = operand([2, height, width, 2], 2);
    x.values.forEach((value, i) => (x.values[i] = value - 3));
    check([x], maxPool, (values) =>
      Float64Array.from({ length: 2 * outHeight * outWidth * 2 }, (_, i) => {
        const channel = i % 2;
        const column = Math.floor(i / 2) % outWidth;
        const row = Math.floor(i / 2 / outWidth) % outHeight;
        const image = Math.floor(i / 2 / outWidth / outHeight);
        let largest = -Infinity;
        for (let y = Math.max(0, 2 * row - 1); y <= Math.min(height - 1, 2 * row + 1); y++) {
          for (let z = Math.max(0, 2 * column - 1); z <= Math.min(width - 1, 2 * column + 1); z++) {
            largest = Math.max(largest, at(values, ((image * height + y) * width + z) * 2 + channel));
          }
        }
        return largest;
      }),
    );
  });

  it('fully connected with bias and ReLU', () => {
    check(
      [operand([4, 3], 3), operand([3, 5], 4), operand([5], 5)],
      (x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D) => dense(x, weight, bias, true),
      denseReference(true),
    );
  });

  it('fully connected without either', () => {
    check(
      [operand([4, 3], 3), operand([3, 5], 4)],
      (x: tf.Tensor2D, weight: tf.Tensor2D) => dense(x, weight, null, false),
      denseReference(false),
    );
  });

  it('a tensor taken twice', () => {
    check(
      [operand([3, 4], 6), operand([4, 2], 7)],
      (x: tf.Tensor2D, weight: tf.Tensor2D) => {
        const [a, b] = fork(x);
        return dense(dense(a, weight, null, true), reshape<tf.Tensor2D>(fork(b)[1], [2, 6]), null, false);
      },
      (x, weight) => {
        const hidden = Float64Array.from({ length: 6 }, (_, i) => {
          let sum = 0;
          for (let k = 0; k < 4; k++) sum += at(x, Math.floor(i / 2) * 4 + k) * at(weight, k * 2 + (i % 2));
          return Math.max(0, sum);
        });
        return Float64Array.from({ length: 18 }, (_, i) => {
          const [row, column] = [Math.floor(i / 6), i % 6];
          return at(hidden, row * 2) * at(x, column) + at(hidden, row * 2 + 1) * at(x, 6 + column);
        });
      },
    );
  });

  it('batch norm folded into scale and shift', () => {
    const mean = normals(4, 8);
    const variance = normals(4, 9).map((value) => Math.abs(value) + 0.1);
    const tensor = (values: Numbers) => tf.tensor1d(Float32Array.from(values));
    check(
      [operand([4], 10), operand([4], 11)],
      (gamma: tf.Tensor1D, beta: tf.Tensor1D) => {
        const [scale, shift] = foldBatchNorm(gamma, beta, tensor(mean), tensor(variance), 1e-3);
        // The outer product, so that both outputs are differentiated.
        return dense(reshape<tf.Tensor2D>(scale, [4, 1]), reshape<tf.Tensor2D>(shift, [1, 4]), null, false);
      },
      (gamma, beta) => {
        const scale = gamma.map((gain, c) => gain / Math.sqrt(Math.fround(at(variance, c)) + 1e-3));
        const shift = beta.map((offset, c) => offset - at(mean, c) * at(scale, c));
        return Float64Array.from({ length: 16 }, (_, i) => at(scale, Math.floor(i / 4)) * at(shift, i % 4));
      },
    );
  });
});
