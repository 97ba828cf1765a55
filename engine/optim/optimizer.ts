import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { OptimizerConfig } from '../config/runConfig';
import type { Parameter } from '../models/parameter';
import { parameterUpdates, type ParameterUpdate } from '../ops/parameterUpdates';
import { adam } from './adam';
import { lars } from './lars';
import { sgd } from './sgd';
import type { UpdateRule } from './updateRule';

/** Moves parameters against their gradients, and remembers what it needs for that. */
export interface Optimizer {
  /** The optimizer's tensors for a checkpoint, named `<slot>.<parameter>`; assign to the variables to restore them. */
  readonly state: readonly { readonly name: string; readonly variable: Variable }[];
  /** Updates made so far, part of the state (Adam corrects its bias by it); set it when restoring a checkpoint. */
  updates: number;
  /**
   * Makes one update. The gradients, in the order of the parameters, stay the caller's.
   * @param learningRate the rate of this step, as `learningRateAt` gives it.
   */
  apply(gradients: readonly Tensor[], learningRate: number): void;
  dispose(): void;
}

/** The optimizer of a run; parameters without gradients do not belong in the list. */
export function createOptimizer(config: OptimizerConfig, parameters: readonly Parameter[]): Optimizer {
  return new RuleOptimizer(rules[config.type](config), parameters);
}

const rules: Readonly<Record<OptimizerConfig['type'], (config: OptimizerConfig) => UpdateRule>> = {
  sgd,
  lars,
  adam,
};

class RuleOptimizer implements Optimizer {
  updates = 0;
  readonly state: readonly { readonly name: string; readonly variable: Variable }[];
  /** Slots of each parameter, in the order of the rule. */
  private readonly slots: readonly (readonly Variable[])[];

  constructor(
    private readonly rule: UpdateRule,
    private readonly parameters: readonly Parameter[],
  ) {
    this.slots = parameters.map(({ variable }) =>
      rule.slots.map(() => tf.tidy(() => tf.variable(tf.zeros(variable.shape)))),
    );
    this.state = parameters.flatMap(({ name }, index) =>
      (this.slots[index] ?? []).map((variable, slot) => ({ name: `${rule.slots[slot]}.${name}`, variable })),
    );
  }

  apply(gradients: readonly Tensor[], learningRate: number): void {
    if (gradients.length !== this.parameters.length) {
      throw new Error(`${this.parameters.length} parameters take as many gradients, not ${gradients.length}`);
    }
    this.updates++;
    const position = { learningRate, step: this.updates };
    const updates = this.parameters.flatMap((parameter, index): ParameterUpdate[] => {
      const g = gradients[index];
      if (!g) return [];
      const attributes = this.rule.attributes(parameter, position);
      return [{ w: parameter.variable, g, slots: this.slots[index] ?? [], attributes }];
    });
    const moved = parameterUpdates(this.rule.kernel, updates);
    updates.forEach(({ w, slots }, index) => {
      [w, ...slots].forEach((variable, place) => {
        const value = moved[index]?.[place];
        if (!value) return;
        (variable as Variable).assign(value);
        value.dispose();
      });
    });
  }

  dispose(): void {
    for (const { variable } of this.state) variable.dispose();
  }
}
