import { each } from './each';

/** Elements that a workgroup goes over. */
export const elementsPerShare = 4096;
const threads = 64;

/**
 * WGSL that copies some tensors, bit for bit. Bindings: for each where its numbers come from and where they go, with
 * `condition` the state of the loss scale, then a uniform: for each its elements. Layers: the tensors.
 * @param condition copies only where the state says that the last step was skipped.
 */
export function copiesCode(count: number, condition: boolean): string {
  return /* wgsl */ `
struct Shape { ${each(count, (i) => `elements${i}: u32,`)} }
${each(
  count,
  (i) => /* wgsl */ `
@group(0) @binding(${2 * i}) var<storage, read> from${i}: array<u32>;
@group(0) @binding(${2 * i + 1}) var<storage, read_write> to${i}: array<u32>;`,
)}
${condition ? `@group(0) @binding(${2 * count}) var<storage, read> state: array<f32>;` : ''}
@group(0) @binding(${2 * count + Number(condition)}) var<uniform> shape: Shape;

@compute @workgroup_size(${threads})
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  ${condition ? 'if (state[5] == 0.0) { return; }' : ''}
  let begin = group.x * ${elementsPerShare}u + thread;
  switch group.z {
    ${each(
      count,
      (i) => /* wgsl */ `case ${i}u: {
      let end = min(shape.elements${i}, (group.x + 1u) * ${elementsPerShare}u);
      for (var at = begin; at < end; at += ${threads}u) { to${i}[at] = from${i}[at]; }
    }`,
    )}
    default: { }
  }
}`;
}
