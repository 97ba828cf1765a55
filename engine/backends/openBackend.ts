import type { DeviceConfig } from '../config/runConfig';
import { failureReason, UserError } from '../errors';
import { openCpuBackend } from './cpu/openCpuBackend';

/** The backend that computes a run. */
export interface OpenedBackend {
  readonly name: 'cpu' | 'webgpu' | 'cuda';
  /** What it runs on, for the log: build of the kernels, speed, name of the GPU. */
  readonly detail: string;
  /** Of the CPU backend; 0 for the others. */
  readonly threads: number;
  /** Why this one, in words. */
  readonly reason: string;
}

/**
 * Opens the backend that a configuration asks for and makes it tfjs's current one. "auto" takes the first of a GPU and
 * the CPU that works here; a GPU in software only where it is asked for.
 * @throws UserError when that backend is not available here.
 */
export async function openBackend(device: DeviceConfig): Promise<OpenedBackend> {
  switch (device.backend) {
    case 'cpu':
      return openCpu(device, 'the configuration asks for it');
    case 'webgpu':
      return openGpu(device, 'the configuration asks for it');
    case 'cuda':
      throw new UserError(
        'device.backend: "cuda" is not available in this version: use "webgpu", "cpu" or "auto"',
      );
    case 'auto':
      return openBest(device);
  }
}

async function openBest(device: DeviceConfig): Promise<OpenedBackend> {
  if (device.gpu !== 'auto') return openGpu(device, `device.gpu names it`);
  try {
    const { findAdapters } = await import('./webgpu/findAdapters');
    const [first] = await findAdapters();
    if (first === undefined) return await openCpu(device, 'there is no GPU');
    if (first.kind === 'software') return await openCpu(device, `the only GPU, ${first.name}, is software`);
    return await openGpu(device, 'it is the fastest that works here');
  } catch (error) {
    return openCpu(device, `a GPU cannot be used: ${failureReason(error)}`);
  }
}

async function openCpu({ threads }: DeviceConfig, reason: string): Promise<OpenedBackend> {
  const opened = await openCpuBackend(threads === 'auto' ? {} : { threads });
  const gflops = opened.tests.get(opened.build.name)?.gflops ?? 0;
  const detail = `${opened.build.name} kernels (${opened.build.description}), ${gflops.toFixed(0)} GFLOP/s a thread`;
  return { name: 'cpu', detail, threads: opened.threads, reason };
}

async function openGpu({ gpu }: DeviceConfig, reason: string): Promise<OpenedBackend> {
  // Loaded only here: a run on the CPU has no use for tfjs's GPU backend and for Dawn.
  const { openGpuBackend } = await import('./webgpu/openGpuBackend');
  const { adapter } = await openGpuBackend(gpu);
  return { name: 'webgpu', detail: `${adapter.name} (${adapter.kind})`, threads: 0, reason };
}
