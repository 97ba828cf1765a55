import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { registerPortableKernels } from '../../ops/registerPortableKernels';
import { CUDA_BACKEND } from './loadCuda';
import { paddedKernels, stockName } from './paddedKernels';

let registered = false;

/** Registers, once TensorFlow is loaded, our kernels around its own, and the portable ones of the fused operations. */
export function registerCudaKernels(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, kernelFunc] of Object.entries(paddedKernels)) {
    registerKernel({ ...getKernel(kernelName, CUDA_BACKEND), kernelName: stockName(kernelName) });
    unregisterKernel(kernelName, CUDA_BACKEND);
    registerKernel({ kernelName, backendName: CUDA_BACKEND, kernelFunc });
  }
  registerPortableKernels(CUDA_BACKEND);
}
