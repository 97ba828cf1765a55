import * as tf from '@tensorflow/tfjs-core';
import { availableParallelism } from 'node:os';
import { registerPortableKernels } from '../../ops/registerPortableKernels';
import { CPU_BACKEND, CpuBackend } from './cpuBackend';
import { compileCpuBuild, cpuBuilds, type CpuBuild } from './cpuBuilds';
import { ComputePool } from './computePool';
import { registerCpuKernels } from './registerCpuKernels';
import { selfTest, type SelfTest } from './selfTest';
import { SharedHeap } from './sharedHeap';

/** The CPU backend as opened. */
export interface OpenedCpuBackend {
  readonly backend: CpuBackend;
  readonly build: CpuBuild;
  readonly threads: number;
  /** Self-tests of the builds that this runtime compiles, by name. */
  readonly tests: ReadonlyMap<CpuBuild['name'], SelfTest>;
}

/** How the CPU backend is opened. */
export interface CpuBackendOptions {
  /** Threads, the caller's included; by default every core. */
  readonly threads?: number;
  /** A build by name; by default the fastest that passes its self-test. */
  readonly build?: CpuBuild['name'];
}

/** Self-tests of each build, in turn: at its first the runtime may still be compiling it for speed, or the core be busy. */
const ROUNDS = 3;

let kernelsRegistered = false;

/**
 * Chooses a build of the kernels by a self-test, starts the threads and makes the backend tfjs's current one. An
 * earlier one is closed first, with its tensors.
 * @throws Error when no build passes its self-test.
 */
export async function openCpuBackend(options: CpuBackendOptions = {}): Promise<OpenedCpuBackend> {
  if (tf.findBackendFactory(CPU_BACKEND)) tf.removeBackend(CPU_BACKEND);
  if (!kernelsRegistered) {
    registerCpuKernels();
    registerPortableKernels(CPU_BACKEND);
    kernelsRegistered = true;
  }
  const threads = options.threads ?? availableParallelism();
  const heap = new SharedHeap();
  const compiled = cpuBuilds
    .filter(({ name }) => options.build === undefined || name === options.build)
    .flatMap((build) => {
      const module = compileCpuBuild(build);
      return module ? [{ build, module }] : [];
    });
  const tests = new Map<CpuBuild['name'], SelfTest>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const { build, module } of compiled) {
      const test = selfTest(module, build, heap);
      const before = tests.get(build.name) ?? test;
      const passed = before.passed && test.passed;
      tests.set(build.name, { passed, gflops: Math.max(before.gflops, test.gflops) });
    }
  }
  let best: { build: CpuBuild; module: WebAssembly.Module; gflops: number } | null = null;
  for (const { build, module } of compiled) {
    const { passed, gflops } = tests.get(build.name) ?? { passed: false, gflops: 0 };
    // Speed decides only among builds of the same numbers: a busy moment must not change those of a resumed run.
    const preferred = best === null || (build.fused === best.build.fused && gflops > best.gflops);
    if (passed && preferred) best = { build, module, gflops };
  }
  if (!best) throw new Error('no build of the CPU kernels passed its self-test on this machine');
  const pool = new ComputePool(best.module, heap, threads);
  const backend = new CpuBackend(heap, pool, best.build.columns);
  tf.registerBackend(CPU_BACKEND, () => backend);
  await tf.setBackend(CPU_BACKEND);
  await pool.ready();
  return { backend, build: best.build, threads, tests };
}
