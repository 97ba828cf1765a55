import { sumOfThreads, sumThreads } from './elementwise';
import { each } from './each';
import { groupIndex, groupParameters } from './groupIndex';

/** Elements that a workgroup goes over. */
export const elementsPerShare = 4096;

/**
 * WGSL of the squared lengths of some tensors, in shares. Bindings: the tensors, then the shares of all dispatches, then a
 * uniform: for each tensor its elements and the index of its first share. Layers: the tensors.
 */
export function squaredLengthsCode(count: number): string {
  return /* wgsl */ `
struct Shape { ${each(count, (i) => `elements${i}: u32, first${i}: u32,`)} }
${each(count, (i) => `@group(0) @binding(${i}) var<storage, read> values${i}: array<f32>;`)}
@group(0) @binding(${count}) var<storage, read_write> lengths: array<f32>;
@group(0) @binding(${count + 1}) var<uniform> shape: Shape;
${groupIndex}
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let share = groupIndex(group, groups);
  let begin = share * ${elementsPerShare}u;
  var elements = 0u;
  var place = 0u;
  switch group.z {
    ${each(count, (i) => `case ${i}u: { elements = shape.elements${i}; place = shape.first${i}; }`)}
    default: { }
  }
  let end = min(elements, begin + ${elementsPerShare}u);
  var sum = 0.0;
  switch group.z {
    ${each(
      count,
      (i) =>
        `case ${i}u: { for (var at = begin + thread; at < end; at += ${sumThreads}u) { sum += values${i}[at] * values${i}[at]; } }`,
    )}
    default: { }
  }
  let total = sumOfThreads(thread, sum);
  if (thread == 0u && begin < elements) { lengths[place + share] = total; }
}`;
}

/** WGSL of the root of a sum. Bindings: 0 shares, 1 result, 2 uniform: shares. One workgroup. */
export const rootOfSumCode = /* wgsl */ `
struct Shape { shares: u32 }
@group(0) @binding(0) var<storage, read> lengths: array<f32>;
@group(0) @binding(1) var<storage, read_write> root: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var share = thread; share < shape.shares; share += ${sumThreads}u) { sum += lengths[share]; }
  let total = sumOfThreads(thread, sum);
  if (thread == 0u) { root[0] = sqrt(total); }
}`;
