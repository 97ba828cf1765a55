import * as tf from '@tensorflow/tfjs-core';
import { createHash } from 'node:crypto';
import { CPU_BACKEND } from '../../../engine/backends/cpu/cpuBackend';
import { registerPortableKernels } from '../../../engine/ops/registerPortableKernels';
import { PhiloxStream } from '../../../engine/random/philox';
import { registerExactConvolutions } from './exactConvolutions';

registerPortableKernels('cpu');
registerExactConvolutions();

/** A float32 array with its shape. */
export interface Values {
  readonly shape: number[];
  readonly data: Float32Array;
}

/** Normally distributed values of a shape, from a seed. */
export function normal(shape: number[], seed: number, scale = 1): Values {
  const stream = new PhiloxStream(seed, 999);
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, data: Float32Array.from({ length: size }, () => scale * stream.normal()) };
}

/** Runs a registered kernel on a backend and returns all its outputs. */
export async function runOn(
  backend: string,
  kernel: string,
  inputs: Readonly<Record<string, Values>>,
  attrs: object,
): Promise<Values[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data }]) => [name, tf.tensor(data.slice(), shape)]),
  );
  const result: unknown = tf.engine().runKernel(kernel, tensors, attrs as tf.NamedAttrMap);
  const outputs = (Array.isArray(result) ? result : [result]) as tf.Tensor[];
  const values = await Promise.all(
    outputs.map(async (output) => ({
      shape: output.shape,
      data: Float32Array.from(await output.data()),
    })),
  );
  tf.dispose([...outputs, ...Object.values(tensors)]);
  if (tf.memory().numTensors !== before) throw new Error(`${kernel} leaks tensors on ${backend}`);
  return values;
}

/** Tells a computation, and what it is given, from every other. */
export function keyOf(computation: unknown, inputs: Readonly<Record<string, Values>>): string {
  const hash = createHash('sha256').update(JSON.stringify(computation));
  for (const [name, { shape, data }] of Object.entries(inputs)) {
    hash.update(`${name} ${shape.join()}`).update(data);
  }
  return hash.digest('hex');
}

/** What tfjs's plain backend said, which is the same for every build of ours and takes long. */
const expectations = new Map<string, Values[]>();

async function expectedOf(
  kernel: string,
  inputs: Readonly<Record<string, Values>>,
  attrs: object,
): Promise<Values[]> {
  const key = keyOf([kernel, attrs], inputs);
  const known = expectations.get(key);
  if (known) return known;
  const expected = await runOn('cpu', kernel, inputs, attrs);
  expectations.set(key, expected);
  return expected;
}

/**
 * Runs a kernel on a backend that is open, our CPU backend without a name, and on tfjs's plain one, and returns for each output the largest
 * difference relative to the output's largest value. Differing shapes or a NaN give Infinity.
 */
export async function differences(
  kernel: string,
  inputs: Readonly<Record<string, Values>>,
  attrs: object = {},
  backend = CPU_BACKEND,
): Promise<number[]> {
  const expected = await expectedOf(kernel, inputs, attrs);
  const actual = await runOn(backend, kernel, inputs, attrs);
  return expected.map(({ shape, data }, output) => {
    const other = actual[output];
    if (!other || other.shape.join() !== shape.join()) return Infinity;
    const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
    const worst = data.reduce((most, value, i) => {
      const difference = Math.abs(value - (other.data[i] ?? NaN));
      return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
    }, 0);
    return worst / largest;
  });
}
