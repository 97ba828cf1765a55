import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../../errors';
import { chooseMultiplier } from './chooseMultiplier';
import { findAdapters, requestAdapter, type FoundAdapter } from './findAdapters';
import { GPU_BACKEND, GpuBackend } from './gpuBackend';
import { openGpuDevice } from './gpuDevice';
import { registerGpuKernels } from './registerGpuKernels';

/** The GPU backend as opened. */
export interface OpenedGpuBackend {
  readonly backend: GpuBackend;
  readonly adapter: FoundAdapter;
}

/**
 * Opens the GPU backend and makes it tfjs's current one. An earlier one is closed first, with its tensors.
 * @param gpu "auto", a part of the adapter's name, or its index among those that `simclr backends` lists, from 0.
 * @param lossScale that of mixed precision (see `chooseMultiplier`); null for float32.
 * @throws UserError where there is no such adapter, none that can be used, or one without matrix units for mixed precision.
 */
export async function openGpuBackend(
  gpu = 'auto',
  lossScale: number | null = null,
): Promise<OpenedGpuBackend> {
  const found = chooseAdapter(await findAdapters(), gpu);
  const adapter = await requestAdapter(found.name);
  if (adapter === null) throw new UserError(`${found.name} does not answer: is its driver working?`);
  const multiplier = lossScale === null ? null : chooseMultiplier(adapter, found.name, lossScale);
  const device = await openGpuDevice(adapter, found.name);
  closeGpuBackend();
  registerGpuKernels();
  const backend = new GpuBackend(device, adapter.info, found.name);
  backend.multiplier = multiplier;
  tf.registerBackend(GPU_BACKEND, () => backend);
  await tf.setBackend(GPU_BACKEND);
  return { backend, adapter: found };
}

/** Closes the GPU backend, with its tensors; nothing where none is open. */
export function closeGpuBackend(): void {
  if (tf.findBackendFactory(GPU_BACKEND) as unknown) tf.removeBackend(GPU_BACKEND);
}

/**
 * The adapter that is meant; the first of them for "auto".
 * @throws UserError naming `device.gpu` where there is none.
 */
export function chooseAdapter(adapters: readonly FoundAdapter[], gpu: string): FoundAdapter {
  const wanted = gpu.trim().toLowerCase();
  const chosen =
    wanted === 'auto'
      ? adapters[0]
      : /^\d+$/.test(wanted)
        ? adapters[Number(wanted)]
        : adapters.find(({ name }) => name.toLowerCase().includes(wanted));
  if (chosen !== undefined) return chosen;
  if (adapters.length === 0) throw new UserError('device.backend: "webgpu" finds no GPU here: use "cpu"');
  const names = adapters.map(({ name }, index) => `${index} (${name})`).join(', ');
  throw new UserError(`device.gpu: there is no "${gpu}" here: there is ${names}`);
}
