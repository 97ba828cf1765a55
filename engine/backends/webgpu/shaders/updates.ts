import { sumOfThreads, sumThreads } from './elementwise';
import { each } from './each';
import { groupIndex, groupParameters } from './groupIndex';

/** Elements of a parameter that a workgroup goes over. */
export const elementsPerShare = 4096;

/** The rules; see `engine/ops` for what they compute. */
export type Rule = 'momentum' | 'lars' | 'adam';

/** Tensors of a parameter that a rule reads and writes in place, beside its gradient. */
const ownTensors: Readonly<Record<Rule, readonly string[]>> = {
  momentum: ['w', 'v'],
  lars: ['w', 'v'],
  adam: ['w', 'm', 's'],
};

/** WGSL of a step for one element: `P` stands for the parameter's number, `at` is the element, `rate` its rate. */
const steps: Readonly<Record<Rule, string>> = {
  momentum: /* wgsl */ `
    let d = gP[at] + shape.decayP * wP[at];
    let velocity = shape.momentum * vP[at] + d;
    vP[at] = velocity;
    wP[at] -= rate * select(velocity, d + shape.momentum * velocity, shape.nesterov == 1u);`,
  lars: /* wgsl */ `
    let scaled = rate * (gP[at] + shape.decayP * wP[at]);
    let velocity = shape.momentum * vP[at] + scaled;
    vP[at] = velocity;
    wP[at] -= select(velocity, shape.momentum * velocity + scaled, shape.nesterov == 1u);`,
  adam: /* wgsl */ `
    let d = gP[at] + shape.decayP * wP[at];
    let mean = mP[at] + (1.0 - shape.beta1) * (d - mP[at]);
    let square = sP[at] + (1.0 - shape.beta2) * (d * d - sP[at]);
    mP[at] = mean;
    sP[at] = square;
    wP[at] -= rate * mean / (sqrt(square * shape.correction) + shape.epsilon);`,
};

/** Numbers that all parameters of a step share, in the order of the uniform. */
const common: Readonly<Record<Rule, string>> = {
  momentum: 'rate: f32, momentum: f32, nesterov: u32,',
  lars: 'rate: f32, momentum: f32, nesterov: u32, trust: f32,',
  adam: 'rate: f32, beta1: f32, beta2: f32, epsilon: f32, correction: f32,',
};

/** Bindings of a parameter, gradient included. */
export function bindingsOf(rule: Rule): number {
  return ownTensors[rule].length + 1;
}

/**
 * WGSL of an optimizer's step for some parameters at once, in place. Bindings: for each its tensors and its gradient, with
 * LARS the shares of all norms, then a uniform: what all share, then for each parameter its elements, weight decay and, with
 * LARS, the place of its first norm and their number (0 where the rate does not adapt). Layers: the parameters.
 */
export function updatesCode(rule: Rule, count: number): string {
  const lars = rule === 'lars';
  const names = [...ownTensors[rule], 'g'];
  return /* wgsl */ `
struct Shape {
  ${common[rule]}
  ${each(count, (i) => `elements${i}: u32, decay${i}: f32, ${lars ? `first${i}: u32, shares${i}: u32,` : ''}`)}
}
${each(count, (i) => names.map((name, place) => binding(i * names.length + place, name, i)).join('\n'))}
${lars ? `@group(0) @binding(${count * names.length}) var<storage, read> norms: array<f32>;` : ''}
@group(0) @binding(${count * names.length + (lars ? 1 : 0)}) var<uniform> shape: Shape;
${groupIndex}
${lars ? sumOfThreads : ''}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let share = groupIndex(group, groups);
  let begin = share * ${elementsPerShare}u + thread;
  var rate = shape.rate;
  ${lars ? trustedRate(count) : ''}
  switch group.z {
    ${each(
      count,
      (i) => /* wgsl */ `case ${i}u: {
      let end = min(shape.elements${i}, (share + 1u) * ${elementsPerShare}u);
      for (var at = begin; at < end; at += ${sumThreads}u) { ${ofParameter(steps[rule], i)} }
    }`,
    )}
    default: { }
  }
}`;
}

/** LARS's rate: the trust coefficient times ‖w‖ / ‖d‖, or 1 where either is zero. */
function trustedRate(count: number): string {
  return /* wgsl */ `
  var first = 0u;
  var shares = 0u;
  switch group.z {
    ${each(count, (i) => `case ${i}u: { first = shape.first${i}; shares = shape.shares${i}; }`)}
    default: { }
  }
  var weights = 0.0;
  var gradients = 0.0;
  for (var at = first + thread; at < first + shares; at += ${sumThreads}u) {
    weights += norms[2u * at];
    gradients += norms[2u * at + 1u];
  }
  let weightSum = sumOfThreads(thread, weights);
  let gradientSum = sumOfThreads(thread, gradients);
  if (weightSum > 0.0 && gradientSum > 0.0) { rate *= shape.trust * sqrt(weightSum) / sqrt(gradientSum); }`;
}

/**
 * WGSL of the squared lengths of w and of g + decay · w of some parameters, in shares. Bindings: for each w and g, then the
 * shares of all [shares, 2], then a uniform: for each its elements, weight decay and the place of its first share.
 */
export function larsNormsCode(count: number): string {
  return /* wgsl */ `
struct Shape { ${each(count, (i) => `elements${i}: u32, decay${i}: f32, first${i}: u32,`)} }
${each(count, (i) => [binding(2 * i, 'w', i, 'read'), binding(2 * i + 1, 'g', i)].join('\n'))}
@group(0) @binding(${2 * count}) var<storage, read_write> norms: array<f32>;
@group(0) @binding(${2 * count + 1}) var<uniform> shape: Shape;
${groupIndex}
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let share = groupIndex(group, groups);
  let begin = share * ${elementsPerShare}u;
  var weights = 0.0;
  var gradients = 0.0;
  var place = 0u;
  var elements = 0u;
  switch group.z {
    ${each(
      count,
      (i) => /* wgsl */ `case ${i}u: {
      place = shape.first${i} + share;
      elements = shape.elements${i};
      let end = min(elements, begin + ${elementsPerShare}u);
      for (var at = begin + thread; at < end; at += ${sumThreads}u) {
        let d = g${i}[at] + shape.decay${i} * w${i}[at];
        weights += w${i}[at] * w${i}[at];
        gradients += d * d;
      }
    }`,
    )}
    default: { }
  }
  let weightSum = sumOfThreads(thread, weights);
  let gradientSum = sumOfThreads(thread, gradients);
  if (thread == 0u && begin < elements) {
    norms[2u * place] = weightSum;
    norms[2u * place + 1u] = gradientSum;
  }
}`;
}

function binding(at: number, name: string, parameter: number, access = name === 'g' ? 'read' : 'read_write') {
  return `@group(0) @binding(${at}) var<storage, ${access}> ${name}${parameter}: array<f32>;`;
}

function ofParameter(step: string, index: number): string {
  return step.replaceAll(/\b(w|g|v|m|s|shape\.decay)P\b/g, `$1${index}`);
}
