import { tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { NamedTensor } from '../runs/trainingState';

/** A variable and its name in a checkpoint. */
export interface NamedVariable {
  readonly name: string;
  readonly variable: Variable;
}

/** The variables with `prefix` before their names. */
export function prefixed(prefix: string, variables: readonly NamedVariable[]): NamedVariable[] {
  return variables.map(({ name, variable }) => ({ name: `${prefix}.${name}`, variable }));
}

/** The present values, copied out of the backend. */
export async function readVariables(variables: readonly NamedVariable[]): Promise<NamedTensor[]> {
  const tensors: NamedTensor[] = [];
  for (const { name, variable } of variables) {
    tensors.push({ name, shape: variable.shape, data: Float32Array.from(await variable.data()) });
  }
  return tensors;
}

/**
 * Sets the variables to the values of the same names.
 * @throws Error naming the first that is missing, superfluous or of another shape.
 */
export function assignVariables(variables: readonly NamedVariable[], values: readonly NamedTensor[]): void {
  const byName = new Map(values.map((value) => [value.name, value]));
  for (const { name, variable } of variables) {
    const value = byName.get(name);
    if (!value) throw new Error(`the checkpoint lacks the tensor ${name}`);
    if (value.shape.join() !== variable.shape.join()) {
      throw new Error(
        `the tensor ${name} of the checkpoint is [${value.shape.join()}], not [${variable.shape.join()}]`,
      );
    }
    tidy(() => {
      variable.assign(tensor(value.data, variable.shape, 'float32'));
    });
    byName.delete(name);
  }
  const [left] = byName.keys();
  if (left !== undefined) throw new Error(`the checkpoint holds a tensor ${left} that the run does not have`);
}
