import { removeBackend } from '@tensorflow/tfjs-core';
import { failureReason } from '../errors';
import { CPU_BACKEND } from './cpu/cpuBackend';
import { openCpuBackend } from './cpu/openCpuBackend';
import { gpuLabels } from './gpuNames';
import { nvidiaGpus } from './nvidiaGpus';
import type { Say } from './openBackend';
import type { AdapterKind } from './webgpu/adapterKind';
import type { FoundAdapter } from './webgpu/findAdapters';

/** One way of computing, as `simclr backends` and the Devices view show it. */
export interface BackendDescription {
  readonly name: 'cpu' | 'webgpu' | 'cuda';
  readonly available: boolean;
  /** Whether `device.backend: "auto"` takes it. */
  readonly chosen: boolean;
  readonly detail: string;
  /** Why it is not available. */
  readonly reason?: string;
  readonly selfTest?: {
    readonly passed: boolean;
    /** On a small matrix product; of one thread where there are threads. */
    readonly gflops: number;
    readonly build: string;
    /** 0 on a GPU. */
    readonly threads: number;
  };
  /** GPUs, in the order in which `device.gpu` numbers them. */
  readonly adapters?: readonly AdapterDescription[];
  /** What to do to get it. */
  readonly remedy?: string;
}

/** A GPU, or what stands in for one. */
export interface AdapterDescription {
  /** With "#2" and so on where several have one name. */
  readonly name: string;
  /** Whether it can be opened, see `FoundAdapter`. */
  readonly reachable: boolean;
  readonly kind: AdapterKind;
  /** Bytes of its memory; null where nobody tells. */
  readonly memory: number | null;
  /** What it can do beyond the standard that training makes use of, in words. */
  readonly features: readonly string[];
}

/** Sides of the product that is timed. */
const timedSide = { discrete: 2048, integrated: 1024, software: 128 } as const;

/**
 * Finds out what this machine offers; opens each backend for its self-test and closes it again.
 * @param say is told, before it begins, of what may take minutes.
 */
export async function describeBackends(say?: Say): Promise<readonly BackendDescription[]> {
  const { describeCuda } = await import('./cuda/describeCuda');
  const cuda = await describeCuda(say);
  const webgpu = await describeGpu(!cuda.chosen);
  return [cuda, webgpu, await describeCpu(!cuda.chosen && !webgpu.chosen)];
}

/** @param free whether none before it is chosen. */
async function describeGpu(free: boolean): Promise<BackendDescription> {
  const detail = 'any GPU, through Dawn';
  const base = { name: 'webgpu', detail, available: false, chosen: false } as const;
  try {
    const [{ findAdapters }, { openGpuBackend, closeGpuBackend }, { productTest }] = await Promise.all([
      import('./webgpu/findAdapters'),
      import('./webgpu/openGpuBackend'),
      import('./productTest'),
    ]);
    const adapters = await findAdapters();
    const [first] = adapters;
    if (first === undefined)
      return { ...base, reason: 'there is no GPU with a driver for Vulkan, Metal or D3D12' };
    await openGpuBackend('0');
    const test = await productTest(timedSide[first.kind]);
    closeGpuBackend();
    // WebGPU does not tell.
    const memory = new Map(((await nvidiaGpus()) ?? []).map((gpu) => [gpu.name, gpu.memory]));
    const labels = gpuLabels(adapters);
    const [label = first.name] = labels;
    return {
      ...base,
      available: test.passed,
      chosen: free && test.passed && first.kind !== 'software',
      detail: label,
      ...(test.passed ? {} : { reason: `${label} computes wrong numbers` }),
      selfTest: { ...test, build: 'WGSL', threads: 0 },
      adapters: adapters.map((adapter, index) => ({
        ...describeAdapter(adapter, memory),
        name: labels[index] ?? adapter.name,
      })),
    };
  } catch (error) {
    return { ...base, reason: failureReason(error) };
  }
}

function describeAdapter(
  { name, kind, reachable, features }: FoundAdapter,
  memory: ReadonlyMap<string, number>,
): AdapterDescription {
  const words: readonly (readonly [string, string])[] = [
    ['shader-f16', '16-bit floats'],
    ['subgroups', 'subgroups'],
    ['chromium-experimental-subgroup-matrix', 'matrix units'],
    ['timestamp-query', 'time stamps'],
  ];
  return {
    ...{ name, kind, reachable, memory: memory.get(name) ?? null },
    features: words.flatMap(([feature, word]) => (features.includes(feature) ? [word] : [])),
  };
}

async function describeCpu(chosen: boolean): Promise<BackendDescription> {
  const { build, threads, tests } = await openCpuBackend();
  removeBackend(CPU_BACKEND);
  const test = tests.get(build.name) ?? { passed: false, gflops: 0 };
  const others = [...tests]
    .filter(([name]) => name !== build.name)
    .map(([name, { passed, gflops }]) => `${name} ${passed ? gflops.toFixed(0) : 'failed'}`);
  const compared = others.length > 0 ? `; other builds: ${others.join(', ')} GFLOP/s` : '';
  return {
    name: 'cpu',
    available: true,
    chosen,
    detail: `WebAssembly, ${build.description}, ${String(threads)} threads${compared}`,
    selfTest: { ...test, build: build.name, threads },
  };
}
