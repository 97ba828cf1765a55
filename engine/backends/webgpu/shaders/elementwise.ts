import { groupIndex, groupParameters } from './groupIndex';

/** Threads of a workgroup that goes over elements, one each. */
export const elementsPerGroup = 256;

/** WGSL of the head of `main` of a program over `shape.elements` elements, one a thread: `at` is its index. */
export const overElements = /* wgsl */ `
${groupIndex}

@compute @workgroup_size(${elementsPerGroup})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let at = groupIndex(group, groups) * ${elementsPerGroup}u + thread;
  if (at >= shape.elements) { return; }`;

/** Threads that share a sum. */
export const sumThreads = 64;

/** WGSL of a sum over the threads of a workgroup, which all of them get. */
export const sumOfThreads = /* wgsl */ `
var<workgroup> shares: array<f32, ${sumThreads}>;
fn sumOfThreads(thread: u32, value: f32) -> f32 {
  shares[thread] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < ${sumThreads}u; i++) { sum += shares[i]; }
  workgroupBarrier();
  return sum;
}`;

/** WGSL of the gradient behind a ReLU. Bindings: 0 dy, 1 out, 2 result, 3 uniform: elements. */
export const reluGradientCode = /* wgsl */ `
struct Shape { elements: u32 }
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> out: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${overElements}
  result[at] = select(0.0, dy[at], out[at] > 0.0);
}`;
