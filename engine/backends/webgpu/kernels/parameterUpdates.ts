import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { slotInputs, type UpdateKernel } from '../../../ops/parameterUpdates';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { bindingsOf, elementsPerShare, larsNormsCode, updatesCode, type Rule } from '../shaders/updates';
import { f32, u32, type Uniform } from '../uniforms';
import { inGroups, parts } from './tiles';

/** Attributes of all rules; each has those that it needs. */
type Attributes = Readonly<
  Record<
    'learningRate' | 'momentum' | 'weightDecay' | 'trustCoefficient' | 'beta1' | 'beta2' | 'epsilon' | 'step',
    number
  > &
    Record<'nesterov' | 'adapt', boolean>
>;

/** A parameter whose turn it is. */
interface Update {
  /** w and what the rule keeps, which are overwritten. */
  readonly own: readonly TensorInfo[];
  readonly g: TensorInfo;
  readonly attributes: Attributes;
  /** Its first share of the norms, and their number; none where the rate does not adapt. */
  first: number;
  shares: number;
}

const rules: Readonly<Record<UpdateKernel, Rule>> = {
  MomentumUpdate: 'momentum',
  LarsUpdate: 'lars',
  AdamUpdate: 'adam',
};

/** Kernel `ParameterUpdates`, see `engine/ops/parameterUpdates.ts`: as many parameters a dispatch as it has bindings for. */
export const parameterUpdates: KernelFunc = ({ inputs, attrs, backend }) => {
  const { rule, each } = attrs as unknown as { rule: UpdateKernel; each: readonly Attributes[] };
  const tensors = inputs as Readonly<Record<string, TensorInfo>>;
  const updates = each.map((attributes, index): Update => {
    const named = (name: string): TensorInfo => {
      const tensor = tensors[`${name}${index}`];
      if (tensor === undefined) throw new Error(`parameter ${index} lacks its ${name}`);
      return tensor;
    };
    const own = ['w', ...slotInputs[rule]].map(named);
    return { own, g: named('g'), attributes, first: 0, shares: 0 };
  });
  return update(backend as GpuBackend, rules[rule], updates);
};

/** Kernel `MomentumUpdate`, `LarsUpdate` or `AdamUpdate`, see there in `engine/ops`. */
export function singleUpdate(kernel: UpdateKernel): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const tensors = inputs as Readonly<Record<string, TensorInfo>>;
    const own = ['w', ...slotInputs[kernel]].flatMap((name) => tensors[name] ?? []);
    const { g } = tensors;
    if (g === undefined) throw new Error('an update takes a gradient');
    const attributes = attrs as unknown as Attributes;
    return update(backend as GpuBackend, rules[kernel], [{ own, g, attributes, first: 0, shares: 0 }]);
  };
}

function update(gpu: GpuBackend, rule: Rule, updates: readonly Update[]): TensorInfo[] {
  const [first] = updates;
  if (first === undefined) return [];
  const norms = rule === 'lars' ? larsNorms(gpu, updates) : null;
  const extra = norms === null ? [] : [norms];
  const atOnce = Math.floor((gpu.mostBindings - extra.length) / bindingsOf(rule));
  for (const some of inGroups(updates, atOnce)) {
    gpu.run(
      { name: `${rule}Updates`, code: updatesCode(rule, some.length) },
      [...some.flatMap(({ own, g }) => [...own, g]), ...extra],
      [mostShares(some), some.length],
      [
        ...commonNumbers(rule, first.attributes),
        ...some.flatMap(({ own: [w], attributes, first: place, shares }) => [
          ...[u32(w ? sizeOf(w) : 0), f32(attributes.weightDecay)],
          ...(rule === 'lars' ? [u32(place), u32(shares)] : []),
        ]),
      ],
    );
  }
  if (norms !== null) gpu.disposeData(norms.dataId);
  return updates.flatMap(({ own }) => own.map((tensor) => gpu.takeOver(tensor)));
}

function commonNumbers(rule: Rule, attributes: Attributes): Uniform[] {
  const { learningRate, momentum, nesterov, trustCoefficient, beta1, beta2, epsilon, step } = attributes;
  switch (rule) {
    case 'momentum':
      return [f32(learningRate), f32(momentum), u32(Number(nesterov))];
    case 'lars':
      return [f32(learningRate), f32(momentum), u32(Number(nesterov)), f32(trustCoefficient)];
    case 'adam':
      return [learningRate / (1 - beta1 ** step), beta1, beta2, epsilon, 1 / (1 - beta2 ** step)].map(f32);
  }
}

/** The norms of those parameters whose rate adapts, whose places are noted. */
function larsNorms(gpu: GpuBackend, updates: readonly Update[]): TensorInfo {
  const adapting = updates.filter(({ attributes }) => attributes.adapt);
  let all = 0;
  for (const each of adapting) {
    each.first = all;
    each.shares = mostShares([each]);
    all += each.shares;
  }
  const norms = gpu.output([Math.max(1, all), 2]);
  for (const some of inGroups(adapting, Math.floor((gpu.mostBindings - 1) / 2))) {
    gpu.run(
      { name: 'larsNorms', code: larsNormsCode(some.length) },
      [...some.flatMap(({ own: [w], g }) => (w ? [w, g] : [])), norms],
      [mostShares(some), some.length],
      some.flatMap(({ g, attributes, first }) => [u32(sizeOf(g)), f32(attributes.weightDecay), u32(first)]),
    );
  }
  return norms;
}

function mostShares(updates: readonly Update[]): number {
  return Math.max(...updates.map(({ g }) => parts(sizeOf(g), elementsPerShare)));
}
