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

/** Told, before it begins, of what may take minutes. */
export type Say = (line: string) => void;

/**
 * Opens the backend that a configuration asks for and makes it tfjs's current one. "auto" takes the first of CUDA where
 * it is installed, a GPU and the CPU that works here; a GPU in software only where it is asked for.
 * @throws UserError when that backend is not available here.
 */
export async function openBackend(device: DeviceConfig, say: Say = () => undefined): Promise<OpenedBackend> {
  switch (device.backend) {
    case 'cpu':
      return openCpu(device, askedFor);
    case 'webgpu':
      return openGpu(device, askedFor);
    case 'cuda':
      return openCuda(device, askedFor, say);
    case 'auto':
      return openBest(device, say);
  }
}

const askedFor = 'the configuration asks for it';
const fastest = 'it is the fastest that works here';

async function openBest(device: DeviceConfig, say: Say): Promise<OpenedBackend> {
  const { findCudaPackage } = await import('./cuda/cudaPackage');
  if (findCudaPackage() === null) return openBestWithoutCuda(device);
  try {
    return await openCuda(device, fastest, say);
  } catch (error) {
    const opened = await openBestWithoutCuda(device);
    return { ...opened, reason: `${opened.reason}; ${failureReason(error)}` };
  }
}

async function openBestWithoutCuda(device: DeviceConfig): Promise<OpenedBackend> {
  if (device.gpu !== 'auto') return openGpu(device, 'device.gpu names it');
  try {
    const { findAdapters } = await import('./webgpu/findAdapters');
    const [first] = await findAdapters();
    if (first === undefined) return await openCpu(device, 'there is no GPU');
    if (first.kind === 'software') return await openCpu(device, `the only GPU, ${first.name}, is software`);
    return await openGpu(device, fastest);
  } catch (error) {
    // The CPU has no mixed precision: what the GPU lacks is what there is to say.
    if (device.precision === 'mixed') throw error;
    return openCpu(device, `a GPU cannot be used: ${failureReason(error)}`);
  }
}

async function openCpu({ threads, precision }: DeviceConfig, reason: string): Promise<OpenedBackend> {
  if (precision === 'mixed') throw noMixedPrecision('the CPU');
  const opened = await openCpuBackend(threads === 'auto' ? {} : { threads });
  const gflops = opened.tests.get(opened.build.name)?.gflops ?? 0;
  const detail = `${opened.build.name} kernels (${opened.build.description}), ${gflops.toFixed(0)} GFLOP/s a thread`;
  return { name: 'cpu', detail, threads: opened.threads, reason };
}

async function openGpu({ gpu, precision, lossScale }: DeviceConfig, reason: string): Promise<OpenedBackend> {
  // Loaded only here: a run on the CPU has no use for tfjs's GPU backend and for Dawn.
  const [{ openGpuBackend, closeGpuBackend }, { productIsRight }] = await Promise.all([
    import('./webgpu/openGpuBackend'),
    import('./productTest'),
  ]);
  const mixed = precision === 'mixed';
  const { adapter } = await openGpuBackend(gpu, mixed ? lossScale : null);
  try {
    if (!(await productIsRight()))
      throw new UserError(`${adapter.name} computes wrong numbers: update its driver, or use "cpu"`);
  } catch (error) {
    closeGpuBackend();
    throw error;
  }
  const detail = `${adapter.name} (${adapter.kind})${mixed ? ', mixed precision' : ''}`;
  return { name: 'webgpu', detail, threads: 0, reason };
}

async function openCuda({ gpu, precision }: DeviceConfig, reason: string, say: Say): Promise<OpenedBackend> {
  if (precision === 'mixed') throw noMixedPrecision('CUDA');
  const { openCudaBackend } = await import('./cuda/openCudaBackend');
  const opened = await openCudaBackend(gpu, say);
  const { gflops } = opened.test;
  const detail = `${opened.gpu ?? 'NVIDIA GPU'}, tfjs-node-gpu ${opened.found.version}, ${gflops.toFixed(0)} GFLOP/s`;
  return { name: 'cuda', detail, threads: 0, reason };
}

function noMixedPrecision(name: string): UserError {
  return new UserError(
    `device.precision: "mixed" is for matrix units by WebGPU, and ${name} computes here: use "float32"`,
  );
}
