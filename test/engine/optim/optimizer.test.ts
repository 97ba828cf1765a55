import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import type { Parameter, ParameterKind } from '../../../engine/models/parameter';
import { createOptimizer } from '../../../engine/optim/optimizer';
import { useTestBackend } from '../testBackend';
import { relativeError } from '../ops/relativeError';

type Nested = number | Nested[];

interface Vectors {
  readonly kinds: ParameterKind[];
  readonly start: Nested[];
  readonly gradients: Nested[][];
  readonly rates: number[];
  readonly cases: { readonly config: RunConfigInput['optimizer']; readonly trajectory: Nested[][] }[];
}

const vectors = JSON.parse(readFileSync(join(__dirname, '../../vectors/optimizers.json'), 'utf8')) as Vectors;

beforeAll(useTestBackend);

const tensor = (values: Nested | undefined): Tensor => tf.tensor(values as number[]);

const flat = (values: Nested | undefined): number[] => [values].flat(Infinity as 1) as number[];

function makeParameters(): Parameter[] {
  return vectors.kinds.map((kind, index) => ({
    name: `parameter${index}`,
    kind,
    variable: tf.tidy(() => tf.variable(tensor(vectors.start[index]))),
  }));
}

/** Applies the gradients of steps `first` to `end` − 1, comparing the parameters after each. */
function walk(
  optimizer: ReturnType<typeof createOptimizer>,
  parameters: Parameter[],
  trajectory: Nested[][],
  [first, end]: [number, number],
): void {
  for (let step = first; step < end; step++) {
    const gradients = (vectors.gradients[step] ?? []).map(tensor);
    optimizer.apply(gradients, vectors.rates[step] ?? NaN);
    tf.dispose(gradients);
    parameters.forEach(({ variable, kind }, index) => {
      const error = relativeError(variable.dataSync(), flat(trajectory[step]?.[index]));
      expect(error, `step ${step}, ${kind} ${index}`).toBeLessThan(2e-6);
    });
  }
}

const cases = vectors.cases.map(
  ({ config, trajectory }) =>
    [JSON.stringify(config), runConfigSchema.parse({ optimizer: config }).optimizer, trajectory] as const,
);

describe('createOptimizer', () => {
  it.each(cases)('follows the reference: %s', (_, config, trajectory) => {
    const parameters = makeParameters();
    const optimizer = createOptimizer(config, parameters);
    const before = tf.memory().numTensors;
    walk(optimizer, parameters, trajectory, [0, trajectory.length]);
    expect(tf.memory().numTensors).toBe(before);
    optimizer.dispose();
    tf.dispose(parameters.map(({ variable }) => variable));
  });

  it.each(cases)('goes on from its saved state as if it had never stopped: %s', (_, config, trajectory) => {
    const parameters = makeParameters();
    const first = createOptimizer(config, parameters);
    walk(first, parameters, trajectory, [0, 2]);
    const saved = new Map(first.state.map(({ name, variable }) => [name, tf.clone(variable)]));
    const { updates } = first;
    first.dispose();

    const second = createOptimizer(config, parameters);
    expect(second.state.map(({ name }) => name)).toEqual([...saved.keys()]);
    second.updates = updates;
    for (const { name, variable } of second.state) variable.assign(saved.get(name) ?? tf.scalar(NaN));
    walk(second, parameters, trajectory, [2, 5]);
    second.dispose();
    tf.dispose([parameters.map(({ variable }) => variable), [...saved.values()]]);
  });

  it('refuses gradients that do not fit the parameters', () => {
    const parameters = makeParameters();
    const optimizer = createOptimizer(runConfigSchema.parse({}).optimizer, parameters);
    expect(() => {
      optimizer.apply([], 0.1);
    }).toThrow('4 parameters');
    optimizer.dispose();
  });
});
