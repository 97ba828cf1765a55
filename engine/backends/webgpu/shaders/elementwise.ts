import { groupIndex } from '../gpuBackend';

/** Threads of a workgroup that goes over elements, one each. */
export const elementsPerGroup = 256;

/** WGSL of the head of `main` of a program over `shape.elements` elements, one a thread: `at` is its index. */
export const overElements = /* wgsl */ `
${groupIndex}

@compute @workgroup_size(${elementsPerGroup})
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  let at = groupIndex(group) * ${elementsPerGroup}u + thread;
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
