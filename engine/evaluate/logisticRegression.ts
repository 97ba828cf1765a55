import { matMul, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { setImmediate } from 'node:timers/promises';
import type { Features, LabelledFeatures } from './features';
import { minimizeLbfgs, type Objective } from './lbfgs';
import { mostLikely } from './mostLikely';
import { fitStandardization, standardize, type Standardization } from './standardize';

/** The penalty of linear probes where none is chosen. */
export const defaultPenalty = 1e-3;
const maxIterations = 200;

/** A linear classifier on standardised features: logits = x·weights + bias. */
export interface LinearClassifier {
  readonly standardization: Standardization;
  /** [size, classes], row-major. */
  readonly weights: Float32Array;
  readonly bias: Float64Array;
  readonly classes: number;
  /** Mean cross entropy (natural logarithm) with the penalty, at the end of training. */
  readonly loss: number;
}

/**
 * Fits multinomial logistic regression by L-BFGS: the mean cross entropy plus l2/2 times the squared weights (not
 * the bias), over features that are standardised by their own statistics. The problem is convex, so the result does
 * not depend on a seed or a learning rate. The products with the features are computed by the backend in float32,
 * all else in float64.
 * @param train labels from 0 to classes − 1.
 * @param start a classifier of the same size to begin from, which saves iterations where its penalty is near.
 */
export async function fitLogisticRegression(
  train: LabelledFeatures,
  classes: number,
  l2 = defaultPenalty,
  start: LinearClassifier | null = null,
): Promise<LinearClassifier> {
  const { size, labels } = train;
  const standardization = fitStandardization(train);
  const x = toTensor(standardize(train, standardization));
  const parameters = new Float64Array(size * classes + classes);
  const weightCount = size * classes;
  if (start !== null) {
    parameters.set(start.weights);
    parameters.set(start.bias, weightCount);
  }

  const objective: Objective = async (point, gradient) => {
    // A turn for signals and messages, which a backend that computes on this thread would hold up.
    await setImmediate();
    const weights = Float32Array.from(point.subarray(0, weightCount));
    const bias = point.subarray(weightCount);
    const residual = await logits(x, weights, bias);
    let loss = softmaxResidual(residual, labels, classes);
    gradient.set(await transposedProduct(x, residual, classes));
    gradient.fill(0, weightCount);
    for (let i = 0; i < weightCount; i++) {
      const weight = point[i] ?? 0;
      loss += (l2 / 2) * weight * weight;
      gradient[i] = (gradient[i] ?? 0) + l2 * weight;
    }
    for (let i = 0; i < residual.length; i++) {
      const j = weightCount + (i % classes);
      gradient[j] = (gradient[j] ?? 0) + (residual[i] ?? 0);
    }
    return loss;
  };

  try {
    const loss = await minimizeLbfgs(objective, parameters, { maxIterations, gradientTolerance: 1e-5 });
    return {
      standardization,
      weights: Float32Array.from(parameters.subarray(0, weightCount)),
      bias: parameters.slice(weightCount),
      classes,
      loss,
    };
  } finally {
    x.dispose();
  }
}

/** The logits of each row, [count, classes]. */
export async function classScores(classifier: LinearClassifier, features: Features): Promise<Float64Array> {
  const { weights, bias } = classifier;
  const x = toTensor(standardize(features, classifier.standardization));
  const scores = await logits(x, weights, bias);
  x.dispose();
  return scores;
}

/** The most likely class of each row; the first of equals. */
export async function classify(classifier: LinearClassifier, features: Features): Promise<Int32Array> {
  return mostLikely(await classScores(classifier, features), classifier.classes);
}

/** Scores without normalisation, [count, classes]: x·weights in float32, plus the bias. */
async function logits(x: Tensor2D, weights: Float32Array, bias: Float64Array): Promise<Float64Array> {
  const size = x.shape[1];
  const classes = bias.length;
  const product = tidy(() => matMul(x, tensor2d(weights, [size, classes])));
  const scores = Float64Array.from(await product.data());
  product.dispose();
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) + (bias[i % classes] ?? 0);
  return scores;
}

/** Mean cross entropy; replaces the scores by its gradient with respect to them, (softmax − one-hot) / count. */
function softmaxResidual(scores: Float64Array, labels: Int32Array, classes: number): number {
  const count = labels.length;
  let loss = 0;
  for (let row = 0; row < count; row++) {
    const start = row * classes;
    let most = -Infinity;
    for (let c = start; c < start + classes; c++) most = Math.max(most, scores[c] ?? 0);
    let sum = 0;
    for (let c = start; c < start + classes; c++) sum += Math.exp((scores[c] ?? 0) - most);
    const right = start + (labels[row] ?? 0);
    loss += (Math.log(sum) + most - (scores[right] ?? 0)) / count;
    for (let c = start; c < start + classes; c++) {
      scores[c] = (Math.exp((scores[c] ?? 0) - most) / sum - (c === right ? 1 : 0)) / count;
    }
  }
  return loss;
}

/** xᵀ·residual, [size, classes]. */
async function transposedProduct(
  x: Tensor2D,
  residual: Float64Array,
  classes: number,
): Promise<ArrayLike<number>> {
  const product = tidy(() => matMul(x, tensor2d(Float32Array.from(residual), [x.shape[0], classes]), true));
  const values = await product.data();
  product.dispose();
  return values;
}

function toTensor({ data, count, size }: Features): Tensor2D {
  return tensor2d(data, [count, size]);
}
