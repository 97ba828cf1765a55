import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../../errors';
import { ambiguity, fittingGpus, gpuLabels, gpuList, isAnyGpu } from '../gpuNames';
import type { LossScaleSetting } from '../lossScale';
import { chooseMultiplier } from './chooseMultiplier';
import { findAdapters, requestAdapter, type FoundAdapter } from './findAdapters';
import { GPU_BACKEND, GpuBackend } from './gpuBackend';
import { openGpuDevice } from './gpuDevice';
import { registerGpuKernels } from './registerGpuKernels';

/** The GPU backend as opened. */
export interface OpenedGpuBackend {
  readonly backend: GpuBackend;
  readonly adapter: FoundAdapter;
  /** Its name, and which of those with that name it is. */
  readonly label: string;
}

/**
 * Opens the GPU backend and makes it tfjs's current one. An earlier one is closed first, with its tensors.
 * @param gpu "auto", or what `fittingGpus` takes, of the GPUs that `simclr backends` lists.
 * @param lossScale that of mixed precision; null for float32.
 * @param say is told where several GPUs are meant, and which was taken.
 * @throws UserError where there is no such adapter, none that can be used, or one without matrix units for mixed precision.
 */
export async function openGpuBackend(
  gpu = 'auto',
  lossScale: LossScaleSetting | null = null,
  say: (line: string) => void = () => undefined,
): Promise<OpenedGpuBackend> {
  const adapters = await findAdapters();
  const found = chooseAdapter(adapters, gpu);
  const several = isAnyGpu(gpu) ? null : ambiguity(adapters, gpu, adapters.indexOf(found));
  if (several !== null) say(several);
  const adapter = await requestAdapter(found);
  if (adapter === null) throw new UserError(`${found.name} does not answer: is its driver working?`);
  const multiplier = lossScale === null ? null : chooseMultiplier(adapter, found.name);
  const device = await openGpuDevice(adapter, found.name);
  closeGpuBackend();
  registerGpuKernels();
  const backend = new GpuBackend(device, adapter.info, found.name);
  tf.registerBackend(GPU_BACKEND, () => backend);
  await tf.setBackend(GPU_BACKEND);
  if (multiplier !== null && lossScale !== null) backend.mixPrecision(multiplier, lossScale);
  return { backend, adapter: found, label: gpuLabels(adapters)[adapters.indexOf(found)] ?? found.name };
}

/** Closes the GPU backend, with its tensors; nothing where none is open. */
export function closeGpuBackend(): void {
  if (tf.findBackendFactory(GPU_BACKEND) as unknown) tf.removeBackend(GPU_BACKEND);
}

/**
 * The adapter that is meant; the first of them for "auto".
 * @throws UserError naming `device.gpu` where there is none, or only others of its name can be opened.
 */
export function chooseAdapter(adapters: readonly FoundAdapter[], gpu: string): FoundAdapter {
  const [number] = isAnyGpu(gpu) ? [0] : fittingGpus(adapters, gpu);
  const chosen = adapters[number ?? -1];
  if (chosen?.reachable === true) return chosen;
  if (adapters.length === 0) throw new UserError('device.backend: "webgpu" finds no GPU here: use "cpu"');
  if (chosen === undefined) {
    throw new UserError(`device.gpu: there is no "${gpu}" here: there is ${gpuList(adapters)}`);
  }
  const remedy =
    process.platform === 'linux'
      ? "install Mesa's Vulkan layer for choosing a device (it comes with mesa-vulkan-drivers, and has to be of a Mesa that knows DRI_PRIME=pci-…!), or show"
      : 'show';
  throw new UserError(
    `device.gpu: of several GPUs with one name WebGPU opens the first, so ${gpuLabels(adapters)[number ?? -1] ?? gpu} cannot be reached: ${remedy} this program that GPU alone, as in a container`,
  );
}
