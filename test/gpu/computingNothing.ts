import * as tf from '@tensorflow/tfjs-core';
import { create, globals } from 'webgpu';
import { GPU_BACKEND, GpuBackend } from '../../engine/backends/webgpu/gpuBackend';
import { openGpuDevice } from '../../engine/backends/webgpu/gpuDevice';
import { registerGpuKernels } from '../../engine/backends/webgpu/registerGpuKernels';

const name = 'a GPU that computes nothing';

/** Instances must stay, or the adapters that they gave are lost. */
const instances: GPU[] = [];

/**
 * Opens the GPU backend on Dawn's device that computes nothing: fast enough for networks that people train. It has every
 * feature, 512 MB of memory and the fewest bindings that there may be.
 * @param validates whether it checks what it is given, as every other does.
 */
export async function openComputingNothing(validates: boolean): Promise<GpuBackend> {
  Object.assign(globalThis, globals);
  const features = `enable-dawn-features=allow_unsafe_apis${validates ? '' : ',skip_validation'}`;
  const gpu = create(['backend=null', features]);
  instances.push(gpu);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error('Dawn has lost its device without a GPU');
  registerGpuKernels();
  const backend = new GpuBackend(await openGpuDevice(adapter, name), adapter.info, name);
  tf.registerBackend(GPU_BACKEND, () => backend);
  await tf.setBackend(GPU_BACKEND);
  return backend;
}
