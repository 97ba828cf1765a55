import * as tf from '@tensorflow/tfjs-core';
import { openDawn } from './dawn';
import { GPU_BACKEND, GpuBackend } from './gpuBackend';
import { openGpuDevice } from './gpuDevice';
import { registerGpuKernels } from './registerGpuKernels';

/** Opens the GPU backend on an adapter and makes it tfjs's current one. An earlier one is closed first. */
export async function openGpuBackend(): Promise<{ backend: GpuBackend; adapter: GPUAdapter }> {
  const gpu = await openDawn();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('no GPU');
  const device = await openGpuDevice(adapter);
  if (tf.findBackendFactory(GPU_BACKEND) as unknown) tf.removeBackend(GPU_BACKEND);
  registerGpuKernels();
  const backend = new GpuBackend(device, adapter.info);
  tf.registerBackend(GPU_BACKEND, () => backend);
  await tf.setBackend(GPU_BACKEND);
  return { backend, adapter };
}
