import type { Attribute, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { portableKernel } from './portableKernel';
import { runKernel } from './recordOperation';

/** The rules of `adamUpdate.ts`, `larsUpdate.ts` and `momentumUpdate.ts`. */
export type UpdateKernel = 'MomentumUpdate' | 'LarsUpdate' | 'AdamUpdate';

/** A parameter in an optimizer's step. */
export interface ParameterUpdate {
  readonly w: Tensor;
  /** Its gradient. */
  readonly g: Tensor;
  /** What the rule keeps of it, in the order of the rule's inputs. */
  readonly slots: readonly Tensor[];
  /** The rule's attributes. */
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Names of a rule's inputs after w and g. */
export const slotInputs: Readonly<Record<UpdateKernel, readonly string[]>> = {
  MomentumUpdate: ['v'],
  LarsUpdate: ['v'],
  AdamUpdate: ['m', 's'],
};

interface ParameterUpdatesAttributes {
  readonly rule: UpdateKernel;
  readonly each: readonly Readonly<Record<string, Attribute>>[];
}

/**
 * Kernel `ParameterUpdates`: a step of an optimizer for all parameters, so that a GPU can take many at once.
 *
 * Inputs: `w0`, `g0` and the rule's slots `v0` (or `m0`, `s0`), then `w1` …
 * Attributes: rule, the kernel's name; each, its attributes for each parameter.
 * Outputs: for each parameter what the rule gives, w' and its slots. A backend may put them where the old ones were.
 */
export const parameterUpdatesKernel = portableKernel(
  'ParameterUpdates',
  (inputs: NamedTensorMap, { rule, each }: ParameterUpdatesAttributes) =>
    each.flatMap((attributes, index) => {
      const names = ['w', 'g', ...slotInputs[rule]];
      const own = names.flatMap((name) => {
        const tensor = inputs[`${name}${index}`];
        return tensor ? [[name, tensor] as const] : [];
      });
      return runKernel<Tensor[]>(rule, Object.fromEntries(own), attributes);
    }),
);

/** Runs `parameterUpdatesKernel`; gives for each parameter its next value and that of each slot. */
export function parameterUpdates(rule: UpdateKernel, updates: readonly ParameterUpdate[]): Tensor[][] {
  const names = slotInputs[rule];
  const inputs = updates.flatMap(({ w, g, slots }, index) => [
    [`w${index}`, w] as const,
    [`g${index}`, g] as const,
    ...slots.map((slot, position) => [`${names[position]}${index}`, slot] as const),
  ]);
  const attributes = { rule, each: updates.map((update) => update.attributes) };
  const results = runKernel<Tensor[]>(
    'ParameterUpdates',
    Object.fromEntries(inputs),
    attributes as unknown as Record<string, Attribute>,
  );
  const perParameter = 1 + names.length;
  return updates.map((_, index) => results.slice(index * perParameter, (index + 1) * perParameter));
}
