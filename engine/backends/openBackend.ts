import type { DeviceConfig } from '../config/runConfig';
import { failureReason, UserError } from '../errors';
import { chooseBackend, chooseWithoutCuda, noGpu, type BackendChoice } from './chooseBackend';
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

/** Told what may take minutes, before it begins, and what was chosen where there was a choice. */
export type Say = (line: string) => void;

/**
 * Opens the backend that a configuration asks for and makes it tfjs's current one. "auto" takes what
 * `chooseBackend` says, and the next where that does not work.
 * @throws UserError when that backend is not available here.
 */
export async function openBackend(device: DeviceConfig, say: Say = () => undefined): Promise<OpenedBackend> {
  switch (device.backend) {
    case 'cpu':
      return openCpu(device, askedFor);
    case 'webgpu':
      return openGpu(device, askedFor, say);
    case 'cuda':
      return openCuda(device, askedFor, say);
    case 'auto':
      return openChosen(device, await chooseBackend(device), say);
  }
}

const askedFor = 'the configuration asks for it';

async function openChosen(
  device: DeviceConfig,
  { backend, reason }: BackendChoice,
  say: Say,
): Promise<OpenedBackend> {
  switch (backend) {
    case 'cpu':
      return openCpu(device, reason);
    case 'webgpu':
      if (device.gpu !== 'auto') return openGpu(device, reason, say);
      try {
        return await openGpu(device, reason, say);
      } catch (error) {
        // The CPU has no mixed precision: what the GPU lacks is what there is to say.
        if (device.precision === 'mixed') throw error;
        return openCpu(device, noGpu(error));
      }
    case 'cuda':
      try {
        return await openCuda(device, reason, say);
      } catch (error) {
        const opened = await openChosen(device, await chooseWithoutCuda(device), say);
        return { ...opened, reason: `${opened.reason}; ${failureReason(error)}` };
      }
  }
}

async function openCpu({ threads, precision }: DeviceConfig, reason: string): Promise<OpenedBackend> {
  if (precision === 'mixed') throw noMixedPrecision('the CPU');
  const opened = await openCpuBackend(threads === 'auto' ? {} : { threads });
  const gflops = opened.tests.get(opened.build.name)?.gflops ?? 0;
  const detail = `${opened.build.name} kernels (${opened.build.description}), ${gflops.toFixed(0)} GFLOP/s a thread`;
  return { name: 'cpu', detail, threads: opened.threads, reason };
}

async function openGpu(
  { gpu, precision, lossScale }: DeviceConfig,
  reason: string,
  say: Say,
): Promise<OpenedBackend> {
  // Loaded only here: a run on the CPU has no use for tfjs's GPU backend and for Dawn.
  const [{ openGpuBackend, closeGpuBackend }, { productIsRight }] = await Promise.all([
    import('./webgpu/openGpuBackend'),
    import('./productTest'),
  ]);
  const mixed = precision === 'mixed';
  const { adapter, label } = await openGpuBackend(gpu, mixed ? lossScale : null, say);
  try {
    if (!(await productIsRight()))
      throw new UserError(`${label} computes wrong numbers: update its driver, or use "cpu"`);
  } catch (error) {
    closeGpuBackend();
    throw error;
  }
  const detail = `${label} (${adapter.kind})${mixed ? ', mixed precision' : ''}`;
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
