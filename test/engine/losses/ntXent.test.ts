import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ntXent } from '../../../engine/losses/ntXent';
import { normals, ntXentLoss, numericGradient } from '../ops/float64';
import { useTestBackend } from '../testBackend';
import { relativeError } from '../ops/relativeError';

beforeAll(useTestBackend);

describe('ntXent', () => {
  const [rows, size] = [8, 3];
  const values = normals(rows * size, 30);
  const config = { temperature: 0.3, normalize: true };

  it('passes the gradient on, scaled by that of the loss', () => {
    const z = tf.tensor2d(Float32Array.from(values), [rows, size]);
    const { value, grads } = tf.engine().gradients(() => ntXent(z, config).loss, [z], tf.scalar(-2.5));
    const reference = (moved: Float64Array) => ntXentLoss(moved, rows, config.temperature, config.normalize);
    expect(value.dataSync()[0]).toBeCloseTo(reference(values), 5);
    const expected = numericGradient(values, reference).map((slope) => -2.5 * slope);
    expect(relativeError(grads[0]?.dataSync() ?? [], expected)).toBeLessThan(1e-5);
    tf.dispose([z, value, grads]);
  });

  it('leaves no tensors behind but its two results', () => {
    const z = tf.tensor2d(Float32Array.from(values), [rows, size]);
    const before = tf.memory().numTensors;
    const result = ntXent(z, config);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([z, result.loss, result.contrastiveAccuracy]);
  });
});
