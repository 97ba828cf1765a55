import type { GpuBackend } from '../../../engine/backends/webgpu/gpuBackend';
import { groupIndex, groupParameters } from '../../../engine/backends/webgpu/shaders/groupIndex';
import { f32, u32 } from '../../../engine/backends/webgpu/uniforms';
import type { GpuSizes } from './gpuSizes';
import { timeGpu } from './timeGpu';

/** What a GPU reaches where nothing else holds it up. */
export interface GpuPeak {
  /** Fused multiply-adds of float32 in registers, TFLOP/s. */
  readonly tflops: number;
  /** Memory read and written by a copy, GB/s. */
  readonly bandwidth: number;
}

const threads = 256;
/** Vectors of four that a thread has in registers, each of which waits only for itself. */
const vectors = 8;
/** Multiply-adds of each vector between two looks at the loop. */
const unrolled = 8;

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** WGSL of multiply-adds without memory. Bindings: 0 result, one value a thread, 1 uniform: rounds, factor, addend. */
const multiplyAddCode = /* wgsl */ `
struct Shape { rounds: u32, factor: f32, addend: f32 }
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@group(0) @binding(1) var<uniform> shape: Shape;

@compute @workgroup_size(${threads})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let factor = vec4f(shape.factor);
  let addend = vec4f(shape.addend);
  ${range(vectors)
    .map((i) => `var x${i} = vec4f(f32(id.x + ${i}u));`)
    .join('\n  ')}
  for (var round = 0u; round < shape.rounds; round++) {
    ${range(unrolled * vectors)
      .map((i) => `x${i % vectors} = fma(x${i % vectors}, factor, addend);`)
      .join('\n    ')}
  }
  let sum = ${range(vectors)
    .map((i) => `x${i}`)
    .join(' + ')};
  result[id.x] = sum.x + sum.y + sum.z + sum.w;
}`;

/** WGSL of a copy. Bindings: 0 from, 1 to, 2 uniform: vectors of four. */
const copyCode = /* wgsl */ `
struct Shape { vectors: u32 }
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> copy: array<vec4f>;
@group(0) @binding(2) var<uniform> shape: Shape;
${groupIndex}

@compute @workgroup_size(${threads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let at = groupIndex(group, groups) * ${threads}u + thread;
  if (at < shape.vectors) { copy[at] = source[at]; }
}`;

/** Measures both, by time stamps where there are any. */
export async function measureGpuPeak(gpu: GpuBackend, sizes: GpuSizes): Promise<GpuPeak> {
  const { groups, rounds } = sizes.peak;
  const result = gpu.output([groups * threads]);
  const sums = await timeGpu(
    gpu,
    () =>
      gpu.run(
        { name: 'multiplyAdds', code: multiplyAddCode },
        [result],
        [groups],
        [u32(rounds), f32(0.999), f32(0.001)],
      ),
    sizes.sample,
  );
  const operations = 2 * 4 * vectors * unrolled * rounds * groups * threads;

  const [source, copy] = [gpu.output([sizes.copied]), gpu.output([sizes.copied])];
  const copies = await timeGpu(
    gpu,
    () =>
      gpu.run(
        { name: 'copy', code: copyCode },
        [source, copy],
        [Math.ceil(sizes.copied / 4 / threads)],
        [u32(sizes.copied / 4)],
      ),
    sizes.sample,
  );
  for (const { dataId } of [result, source, copy]) gpu.disposeData(dataId);
  return {
    tflops: operations / (sums.stamped ?? sums.completed) / 1e12,
    bandwidth: (2 * 4 * sizes.copied) / (copies.stamped ?? copies.completed) / 1e9,
  };
}
