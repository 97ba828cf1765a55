import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ntXentWithGradient, type NtXentAttributes } from '../../../engine/ops/ntXent';
import { normals, ntXentLoss, numericGradient } from './float64';
import { useTestBackend } from '../testBackend';
import { relativeError } from './relativeError';

interface Vector extends NtXentAttributes {
  readonly z: number[][];
  readonly loss: number;
  readonly accuracy: number;
  readonly gradient: number[][];
}

const vectors = JSON.parse(readFileSync(join(__dirname, '../../vectors/nt-xent.json'), 'utf8')) as Vector[];

beforeAll(useTestBackend);

function evaluate(z: number[][], attributes: NtXentAttributes) {
  return tf.tidy(() => {
    const { loss, contrastiveAccuracy, gradient } = ntXentWithGradient(tf.tensor2d(z), attributes);
    return {
      loss: loss.dataSync()[0] ?? NaN,
      accuracy: contrastiveAccuracy.dataSync()[0] ?? NaN,
      gradient: Array.from(gradient.dataSync()),
    };
  });
}

const cosine = (temperature: number): NtXentAttributes => ({ temperature, normalize: true });

describe('NtXent', () => {
  it.each(
    vectors.map((vector) => [vector.z.length / 2, vector.temperature, vector.normalize, vector] as const),
  )('matches PyTorch with %i pairs, τ = %d, normalisation %s', (_pairs, _temperature, _normalize, vector) => {
    const { loss, accuracy, gradient } = evaluate(vector.z, vector);
    expect(Math.abs(loss - vector.loss)).toBeLessThan(5e-6 * Math.max(1, vector.loss));
    expect(accuracy).toBeCloseTo(vector.accuracy, 6);
    // One pair has no negatives: loss and gradient are zero but for rounding.
    if (vector.z.length === 2) expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-6);
    else expect(relativeError(gradient, vector.gradient.flat())).toBeLessThan(2e-5);
  });

  it.each([
    [0.5, true],
    [0.07, true],
    [2, false],
  ])(
    'matches the double loop of algorithm 1 and finite differences, τ = %d, normalisation %s',
    (temperature, normalize) => {
      const [rows, size] = [6, 4];
      const values = normals(rows * size, 20);
      const z = Array.from({ length: rows }, (_, row) =>
        Array.from(values.subarray(row * size, (row + 1) * size)),
      );
      const { loss, gradient } = evaluate(z, { temperature, normalize });
      const reference = (moved: Float64Array) => ntXentLoss(moved, rows, temperature, normalize);
      expect(loss).toBeCloseTo(reference(values), 5);
      expect(relativeError(gradient, numericGradient(values, reference))).toBeLessThan(1e-5);
    },
  );

  it('is log(2N − 1) where all views look alike, and counts ties as misses', () => {
    const { loss, accuracy } = evaluate(Array<number[]>(8).fill([1, 0, 0]), cosine(0.5));
    expect(loss).toBeCloseTo(Math.log(7), 6);
    expect(accuracy).toBe(0);
  });

  it('stays finite at τ = 0.01 with opposite and equal views', () => {
    const z = [[1, 0], [-1, 0], [0, 1], [-1, 0], [1, 0], [0, 1]]; // prettier-ignore
    const { loss, accuracy, gradient } = evaluate(z, cosine(0.01));
    // Rows 0 and 3 are opposite, each with its double among the negatives at similarity 1: 200 in nats.
    expect(loss).toBeCloseTo((4 * 200) / 6, 3);
    expect(accuracy).toBeCloseTo(2 / 6, 6);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('takes a zero vector as dissimilar to all and gives it no gradient', () => {
    const z = [[0, 0], [0.6, 0.8], [1, 0], [0, 2]]; // prettier-ignore
    const { loss, gradient } = evaluate(z, cosine(0.5));
    expect(loss).toBeCloseTo(ntXentLoss(Float64Array.from(z.flat()), 4, 0.5, true), 5);
    expect(gradient.slice(0, 2).every((value) => value === 0)).toBe(true);
    expect(gradient.slice(2).some((value) => value !== 0)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('does not depend on the length of z with normalisation', () => {
    const z = [[3, 1], [1, -2], [2, 2], [1, -1]]; // prettier-ignore
    const scaled = z.map((row) => row.map((value) => value * 1e-6));
    expect(evaluate(scaled, cosine(0.2)).loss).toBeCloseTo(evaluate(z, cosine(0.2)).loss, 5);
  });

  it('refuses an odd number of rows', () => {
    expect(() => evaluate([[1], [2], [3]], cosine(1))).toThrow('pairs');
  });
});
