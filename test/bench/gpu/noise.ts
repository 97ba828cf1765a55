import { engine, util, type Rank, type Tensor } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../../engine/backends/webgpu/gpuBackend';
import { groupIndex, groupParameters } from '../../../engine/backends/webgpu/shaders/groupIndex';
import { u32 } from '../../../engine/backends/webgpu/uniforms';

const threads = 256;

/** WGSL of noise, a hash (PCG) of the place. Bindings: 0 values, 1 uniform: number of values, seed. */
const noiseCode = /* wgsl */ `
struct Shape { values: u32, seed: u32 }
@group(0) @binding(0) var<storage, read_write> values: array<f32>;
@group(0) @binding(1) var<uniform> shape: Shape;
${groupIndex}

@compute @workgroup_size(${threads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let at = groupIndex(group, groups) * ${threads}u + thread;
  if (at >= shape.values) { return; }
  let state = (at ^ shape.seed) * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  values[at] = f32(((word >> 22u) ^ word) >> 8u) / 16777216.0;
}`;

let seed = 0;

/** A new tensor of values 0 to 1, made on the GPU: to bring as many over would take longer than most measurements. */
export function noise<R extends Rank>(gpu: GpuBackend, shape: number[]): Tensor<R> {
  const made = gpu.output(shape);
  const values = util.sizeFromShape(shape);
  const uniforms = [u32(values), u32(seed++)];
  gpu.run({ name: 'noise', code: noiseCode }, [made], [Math.ceil(values / threads)], uniforms);
  return engine().makeTensorFromTensorInfo(made, gpu) as Tensor<R>;
}
