import { expect } from 'vitest';
import { keyOf, normal, runOn, type Values } from './bothBackends';
import { ntXentReference } from './ntXentReference';

/** The largest difference of a kernel's outputs on the backend that is tested from those of tfjs's plain one. */
export type Worst = (kernel: string, inputs: Record<string, Values>, attrs?: object) => Promise<number>;

/** NT-Xent in float64, which is the same for every build of ours and takes long. */
const exactLosses = new Map<string, ReturnType<typeof ntXentReference>>();

function exactNtXent(z: Values, temperature: number, normalize: boolean): ReturnType<typeof ntXentReference> {
  const key = keyOf([temperature, normalize], { z });
  const exact = exactLosses.get(key) ?? ntXentReference(z, temperature, normalize);
  exactLosses.set(key, exact);
  return exact;
}

/** Compares NT-Xent of projections z on a backend with float64. */
export async function checkNtXent(
  backend: string,
  z: Values,
  temperature: number,
  normalize: boolean,
): Promise<void> {
  const exact = exactNtXent(z, temperature, normalize);
  const [loss, accuracy, gradient] = await runOn(backend, 'NtXent', { z }, { temperature, normalize });
  // A float32 similarity over τ has so many digits; loss and gradient are differences of those.
  const tolerance = 3e-7 / temperature + 1e-6;
  expect(Math.abs((loss?.data[0] ?? NaN) - exact.loss)).toBeLessThan(tolerance * Math.max(1, exact.loss));
  expect(accuracy?.data[0]).toBeCloseTo(exact.accuracy, 6);
  const largest = exact.gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 1e-6);
  const worstEntry = exact.gradient.reduce(
    (most, g, i) => Math.max(most, Math.abs(g - (gradient?.data[i] ?? NaN))),
    0,
  );
  expect(worstEntry / largest).toBeLessThan(20 * tolerance);
}

/** Compares a step of each optimizer for a parameter of a shape. */
export async function checkUpdates(worst: Worst, shape: number[]): Promise<void> {
  const inputs = { w: normal(shape, 60), g: normal(shape, 61), v: normal(shape, 62) };
  for (const nesterov of [true, false]) {
    const attrs = { learningRate: 0.3, momentum: 0.9, nesterov, weightDecay: 1e-2 };
    expect(await worst('MomentumUpdate', inputs, attrs)).toBeLessThan(1e-6);
    for (const adapt of [true, false]) {
      const lars = { ...attrs, adapt, trustCoefficient: 0.001 };
      expect(await worst('LarsUpdate', inputs, lars)).toBeLessThan(2e-6);
    }
  }
  const { w, g, v: m } = inputs;
  const s = { shape, data: normal(shape, 63).data.map((value) => value * value) };
  const adam = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 1e-3, step: 3 };
  expect(await worst('AdamUpdate', { w, g, m, s }, adam)).toBeLessThan(2e-6);
}

/** LARS of a parameter of zeros, whose rate is not to adapt. */
export async function checkLarsOfZeros(worst: Worst): Promise<void> {
  const zeros = { shape: [20], data: new Float32Array(20) };
  const inputs = { w: zeros, g: normal([20], 64), v: zeros };
  const attrs = { learningRate: 0.3, momentum: 0.9, nesterov: false, weightDecay: 0 };
  const lars = { ...attrs, adapt: true, trustCoefficient: 0.001 };
  expect(await worst('LarsUpdate', inputs, lars)).toBeLessThan(1e-6);
}

/** How tfjs describes the max-pool of the stem. */
export const stemPool = { filterSize: [3, 3], strides: [2, 2], pad: 1, dimRoundingMode: 'floor' };

/** Compares max-pooling and its gradient, of an input with few different values: many windows have several maxima. */
export async function checkMaxPool(worst: Worst, shape: number[], attrs: object = stemPool): Promise<void> {
  const input = { shape, data: normal(shape, 70).data.map((value) => Math.round(value)) };
  expect(await worst('MaxPool', { x: input }, attrs)).toBe(0);
  const [output] = await runOn('cpu', 'MaxPool', { x: input }, attrs);
  if (!output) throw new Error('MaxPool has an output');
  const dy = normal(output.shape, 71);
  expect(await worst('MaxPoolGrad', { dy, input, output }, attrs)).toBeLessThan(1e-6);
}

/** Of equal maxima the first in the window is to get the gradient, as in PyTorch. */
export async function checkEqualMaxima(backend: string): Promise<void> {
  const input = { shape: [1, 2, 2, 1], data: new Float32Array(4).fill(7) };
  const output = { shape: [1, 1, 1, 1], data: Float32Array.of(7) };
  const dy = { shape: [1, 1, 1, 1], data: Float32Array.of(2) };
  const [dx] = await runOn(backend, 'MaxPoolGrad', { dy, input, output }, stemPool);
  expect([...(dx?.data ?? [])]).toEqual([2, 0, 0, 0]);
}
