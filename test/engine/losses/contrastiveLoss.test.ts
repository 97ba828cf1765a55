import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { runConfigSchema, type LossConfig } from '../../../engine/config/runConfig';
import { contrastiveLoss, contrastiveLossWithGradient } from '../../../engine/losses/contrastiveLoss';
import { normals, ntXentLoss, numericGradient } from '../ops/float64';
import { useTestBackend } from '../testBackend';
import { relativeError } from '../ops/relativeError';
import { lossVectors } from './lossVectors';

beforeAll(useTestBackend);

const lossConfig = (loss: Partial<LossConfig>): LossConfig => runConfigSchema.parse({ loss }).loss;

function evaluate(z: number[][], config: LossConfig) {
  return tf.tidy(() => {
    const { loss, contrastiveAccuracy, gradient } = contrastiveLossWithGradient(tf.tensor2d(z), config);
    return {
      loss: loss.dataSync()[0] ?? NaN,
      accuracy: contrastiveAccuracy.dataSync()[0] ?? NaN,
      gradient: Array.from(gradient.dataSync()),
    };
  });
}

describe('contrastiveLoss', () => {
  const [rows, size] = [8, 3];
  const values = normals(rows * size, 30);
  const config = lossConfig({ temperature: 0.3 });

  it('passes the gradient of NT-Xent on, scaled by that of the loss', () => {
    const z = tf.tensor2d(Float32Array.from(values), [rows, size]);
    const { value, grads } = tf
      .engine()
      .gradients(() => contrastiveLoss(z, config).loss, [z], tf.scalar(-2.5));
    const reference = (moved: Float64Array) => ntXentLoss(moved, rows, config.temperature, config.normalize);
    expect(value.dataSync()[0]).toBeCloseTo(reference(values), 5);
    const expected = numericGradient(values, reference).map((slope) => -2.5 * slope);
    expect(relativeError(grads[0]?.dataSync() ?? [], expected)).toBeLessThan(1e-5);
    tf.dispose([z, value, grads]);
  });

  it.each(['nt-xent', 'nt-logistic', 'margin', 'decoupled'] as const)(
    'leaves no tensors behind but its two results (%s)',
    (type) => {
      const z = tf.tensor2d(Float32Array.from(values), [rows, size]);
      const before = tf.memory().numTensors;
      const result = contrastiveLoss(z, lossConfig({ type, semiHard: type === 'margin' }));
      expect(tf.memory().numTensors).toBe(before + 2);
      tf.dispose([z, result.loss, result.contrastiveAccuracy]);
    },
  );
});

describe('the losses beside NT-Xent', () => {
  it.each(
    lossVectors.losses.map((vector) => {
      const { type, normalize, semiHard } = vector.config;
      return [type, vector.z.length / 2, normalize, semiHard, vector] as const;
    }),
  )(
    'match PyTorch: %s, %i pairs, normalisation %s, semi-hard %s',
    (_type, _pairs, _normalize, _semi, vector) => {
      const { loss, accuracy, gradient } = evaluate(vector.z, vector.config);
      expect(Math.abs(loss - vector.loss)).toBeLessThan(5e-6 * Math.max(1, Math.abs(vector.loss)));
      expect(accuracy).toBeCloseTo(vector.accuracy, 6);
      expect(relativeError(gradient, vector.gradient.flat())).toBeLessThan(2e-5);
    },
  );

  it('has the margin as its loss where all views look alike, and no negative then is semi-hard', () => {
    const alike = Array<number[]>(6).fill([1, 0]);
    const margin = lossConfig({ type: 'margin', margin: 0.8 });
    expect(evaluate(alike, margin).loss).toBeCloseTo(0.8, 6);
    expect(evaluate(alike, { ...margin, semiHard: true })).toMatchObject({ loss: 0, accuracy: 0 });
    const logistic = lossConfig({ type: 'nt-logistic', semiHard: true });
    expect(evaluate(alike, logistic).loss).toBeCloseTo(Math.log(1 + Math.exp(-2)), 6);
  });

  it('takes the first of semi-hard negatives that are equally similar', () => {
    // Row 0 has two negatives alike, 4 and 5; row 1 has row 3, and the others have none.
    const z = [[1, 0], [0, 1], [0, -1], [1, 0.1], [1, 0.5], [1, 0.5]]; // prettier-ignore
    const { loss, gradient } = evaluate(z, lossConfig({ type: 'margin', semiHard: true }));
    const cosine = ([a = 0, b = 0]: number[] = [], [c = 0, d = 0]: number[] = []) =>
      (a * c + b * d) / Math.hypot(a, b) / Math.hypot(c, d);
    const hinge = (row: number, negative: number) =>
      cosine(z[row], z[negative]) - cosine(z[row], z[(row + 3) % 6]) + 0.4;
    expect(loss).toBeCloseTo((hinge(0, 4) + hinge(1, 3)) / 6, 6);
    expect(Math.hypot(...gradient.slice(8, 10))).toBeGreaterThan(0.01);
    expect(Math.hypot(...gradient.slice(10))).toBeLessThan(1e-7);
  });

  it.each([0.01, 1000])('stays finite at τ = %d, with opposite and equal views', (temperature) => {
    const z = [[1, 0], [-1, 0], [0, 1], [-1, 0], [1, 0], [0, 1]]; // prettier-ignore
    for (const type of ['nt-logistic', 'decoupled'] as const) {
      const { loss, gradient } = evaluate(z, lossConfig({ type, temperature }));
      expect([loss, ...gradient].every(Number.isFinite), type).toBe(true);
    }
  });

  it('refuses a single pair, which has no negatives', () => {
    expect(() => evaluate([[1], [2]], lossConfig({ type: 'margin' }))).toThrow('no negatives');
  });
});
