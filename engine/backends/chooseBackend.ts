import type { DeviceConfig } from '../config/runConfig';
import { failureReason } from '../errors';

/** A backend, and why it is taken, in words. */
export interface BackendChoice {
  readonly backend: Exclude<DeviceConfig['backend'], 'auto'>;
  readonly reason: string;
}

/** Why it is taken where nothing speaks against it. */
export const fastest = 'it is the fastest that works here';

/**
 * What `device.backend: "auto"` comes to on this machine: the first of CUDA where it is installed, a GPU and the CPU; a GPU
 * in software only where it is asked for. Nothing is opened, so what is chosen may still turn out not to work.
 */
export async function chooseBackend(device: DeviceConfig): Promise<BackendChoice> {
  const { findCudaPackage } = await import('./cuda/cudaPackage');
  if (findCudaPackage() !== null) return { backend: 'cuda', reason: fastest };
  return chooseWithoutCuda(device);
}

/** As `chooseBackend`, but for CUDA, which does not work. */
export async function chooseWithoutCuda(device: Pick<DeviceConfig, 'gpu'>): Promise<BackendChoice> {
  if (device.gpu !== 'auto') return { backend: 'webgpu', reason: 'device.gpu names it' };
  const cpu = (reason: string) => ({ backend: 'cpu', reason }) as const;
  try {
    const { findAdapters } = await import('./webgpu/findAdapters');
    const [first] = await findAdapters();
    if (first === undefined) return cpu('there is no GPU');
    if (first.kind === 'software') return cpu(`the only GPU, ${first.name}, is software`);
    return { backend: 'webgpu', reason: fastest };
  } catch (error) {
    return cpu(noGpu(error));
  }
}

/** Why the CPU is taken where a GPU has failed. */
export function noGpu(error: unknown): string {
  return `a GPU cannot be used: ${failureReason(error)}`;
}
