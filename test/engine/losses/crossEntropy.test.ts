import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { crossEntropy } from '../../../engine/losses/crossEntropy';
import { normals, numericGradient } from '../ops/float64';
import { relativeError } from '../ops/relativeError';
import { useTestBackend } from '../testBackend';

beforeAll(useTestBackend);

const [rows, classes] = [6, 4];
const labels = Int32Array.from([0, 3, 1, 1, 2, 0]);

/** The mean of log Σ exp(row) − row[label], in float64. */
function reference(logits: Float64Array): number {
  let sum = 0;
  labels.forEach((label, row) => {
    const values = logits.subarray(row * classes, (row + 1) * classes);
    sum += Math.log(values.reduce((total, value) => total + Math.exp(value), 0)) - (values[label] ?? 0);
  });
  return sum / rows;
}

describe('crossEntropy', () => {
  it('is the mean negative log likelihood, and passes its gradient on scaled', () => {
    const values = normals(rows * classes, 41).map((value) => 3 * value);
    const logits = tf.tensor2d(Float32Array.from(values), [rows, classes]);
    const before = tf.memory().numTensors;
    const slope = tf.scalar(-2.5);
    const { value, grads } = tf.engine().gradients(() => crossEntropy(logits, labels), [logits], slope);
    expect(value.dataSync()[0]).toBeCloseTo(reference(values), 5);
    const expected = numericGradient(values, reference).map((each) => -2.5 * each);
    expect(relativeError(grads[0]?.dataSync() ?? [], expected)).toBeLessThan(1e-5);
    tf.dispose([slope, value, grads]);
    expect(tf.memory().numTensors).toBe(before);
    logits.dispose();
  });

  it('holds for logits that exp would overflow at', () => {
    const logits = tf.tensor2d([1000, 0, 0, 1000], [2, 2]);
    const loss = crossEntropy(logits, Int32Array.from([0, 0]));
    expect(loss.dataSync()[0]).toBeCloseTo(500, 3);
    tf.dispose([logits, loss]);
  });
});
