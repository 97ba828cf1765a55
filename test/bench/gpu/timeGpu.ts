import { performance } from 'node:perf_hooks';
import type { GpuBackend } from '../../../engine/backends/webgpu/gpuBackend';
import { median } from '../benchCase';
import { DispatchStamps, type ProgramTime } from './dispatchStamps';

/** Seconds of one call of some work. */
export interface GpuTime {
  /** From the queue's completion: what a program waits for, the CPU's part in it too. */
  readonly completed: number;
  /** What the GPU was at work by time stamps; null where it has none. */
  readonly stamped: number | null;
  /** By program, of one call, the longest first; empty without time stamps. */
  readonly programs: readonly ProgramTime[];
}

const SAMPLES = 5;
/** Calls that a sample has at most: what they need of memory is given back, but not at once. */
const MOST_CALLS = 500;
/** Calls with time stamps. */
const STAMPED = 3;

/**
 * Times work that is queued: medians over samples of as many calls as fill one. It was done before, so that programs are
 * compiled and memory is there.
 * @param sample milliseconds that a sample takes at least.
 */
export async function timeGpu(gpu: GpuBackend, work: () => void, sample: number): Promise<GpuTime> {
  const run = async (calls: number) => {
    const start = performance.now();
    for (let call = 0; call < calls; call++) work();
    await gpu.settle();
    return (performance.now() - start) / calls;
  };
  await run(1);
  const calls = Math.min(MOST_CALLS, Math.max(1, Math.ceil(sample / Math.max(await run(1), 1e-3))));
  const samples: number[] = [];
  for (let i = 0; i < SAMPLES; i++) samples.push((await run(calls)) / 1000);
  return { completed: median(samples), ...(await stampGpu(gpu, work, STAMPED)) };
}

/** What the GPU is at work for, for one call of some work. */
export async function stampGpu(
  gpu: GpuBackend,
  work: () => void,
  calls: number,
): Promise<Omit<GpuTime, 'completed'>> {
  await gpu.settle();
  const stamps = DispatchStamps.begin(gpu.device);
  if (stamps === null) return { stamped: null, programs: [] };
  for (let call = 0; call < calls; call++) work();
  await gpu.settle();
  const programs = (await stamps.end()).map(({ name, dispatches, seconds }) => ({
    ...{ name, dispatches: dispatches / calls, seconds: seconds / calls },
  }));
  return { stamped: programs.reduce((sum, { seconds }) => sum + seconds, 0), programs };
}
