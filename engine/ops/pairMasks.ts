import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** Below every similarity and logit that training comes to, and far enough from the end of float32 to reckon with. */
const unreachable = 1e30;

/*
 * Which of the views that are compared count as what: matrices [2N, 2N] of 0 and 1, of which rows i and i + N are the
 * two views of an image. Made of single columns where they come from, so that a GPU is sent no matrices.
 */

/** The other view of the row's image. */
export function positivesOf(rows: number): Tensor2D {
  const half = rows / 2;
  return oneOfEachRow(Array.from({ length: rows }, (_, row) => (row + half) % rows));
}

/** All views but the row itself. */
export function othersOf(rows: number): Tensor2D {
  return tf.tidy(() => tf.sub<Tensor2D>(1, oneOfEachRow(Array.from({ length: rows }, (_, row) => row))));
}

/** The views of other images: 2(N − 1) in each row. */
export function negativesOf(rows: number, positives: Tensor2D): Tensor2D {
  return tf.tidy(() => tf.sub<Tensor2D>(othersOf(rows), positives));
}

/** The views of other images that are of the other augmentation than the row: N − 1 in each row. */
export function otherViewNegativesOf(rows: number, positives: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const sides = tf.tensor2d(
      Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 1 : -1)),
      [rows, 1],
    );
    const otherView = tf.mul(tf.sub(tf.matMul(sides, sides, false, true), 1), -0.5);
    return tf.sub<Tensor2D>(otherView, positives);
  });
}

/** The values where the mask is 1, and elsewhere one that no maximum and no softmax sees. */
export function onlyWhere(mask: Tensor2D, values: Tensor2D): Tensor2D {
  return tf.tidy(() => tf.add<Tensor2D>(tf.mul(values, mask), tf.mul(tf.sub(mask, 1), unreachable)));
}

/**
 * A column [rows, 1] beside itself so many times, exactly. A product, because broadcasting a column takes tfjs's plain
 * kernels some hundred nanoseconds an element.
 */
export function spread(column: Tensor2D, columns: number): Tensor2D {
  return tf.tidy(() => tf.matMul(column, tf.ones([1, columns])));
}

function oneOfEachRow(columns: number[]): Tensor2D {
  return tf.tidy(() => tf.oneHot(tf.tensor1d(columns, 'int32'), columns.length, 1, 0, 'float32') as Tensor2D);
}
