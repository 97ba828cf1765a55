import { removeBackend } from '@tensorflow/tfjs-core';
import { CPU_BACKEND } from './cpu/cpuBackend';
import { openCpuBackend } from './cpu/openCpuBackend';

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
    /** Of one thread, on a small matrix product. */
    readonly gflops: number;
    readonly build: string;
    readonly threads: number;
  };
  /** What to do to get it. */
  readonly remedy?: string;
}

/** The GPU backends, which this version cannot use yet and says so. */
const gpuBackends: readonly BackendDescription[] = (['cuda', 'webgpu'] as const).map((name) => ({
  name,
  available: false,
  chosen: false,
  detail: name === 'cuda' ? 'TensorFlow on an NVIDIA GPU' : 'any GPU, through Dawn',
  reason: 'not part of this version',
}));

/** Finds out what this machine offers; opens the CPU backend for its self-test and closes it again. */
export async function describeBackends(): Promise<readonly BackendDescription[]> {
  return [...gpuBackends, await describeCpu()];
}

async function describeCpu(): Promise<BackendDescription> {
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
    chosen: true,
    detail: `WebAssembly, ${build.description}, ${String(threads)} threads${compared}`,
    selfTest: { ...test, build: build.name, threads },
  };
}
