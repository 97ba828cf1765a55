import type { DeviceConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { openCpuBackend } from './cpu/openCpuBackend';

/** The backend that computes a run. */
export interface OpenedBackend {
  readonly name: 'cpu' | 'webgpu' | 'cuda';
  /** What it runs on, for the log: build of the kernels, speed. */
  readonly detail: string;
  readonly threads: number;
}

/**
 * Opens the backend that a configuration asks for and makes it tfjs's current one.
 * @throws UserError when that backend is not available here.
 */
export async function openBackend(device: DeviceConfig): Promise<OpenedBackend> {
  if (device.backend === 'webgpu' || device.backend === 'cuda') {
    throw new UserError(
      `device.backend: "${device.backend}" is not available in this version: use "cpu" or "auto"`,
    );
  }
  const opened = await openCpuBackend(device.threads === 'auto' ? {} : { threads: device.threads });
  const gflops = opened.tests.get(opened.build.name)?.gflops ?? 0;
  const detail = `${opened.build.name} kernels (${opened.build.description}), ${gflops.toFixed(0)} GFLOP/s a thread`;
  return { name: 'cpu', detail, threads: opened.threads };
}
