import { getKernel, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';

/** Runs tfjs's plain CPU kernel, for the cases that ours leave to it. */
export function stockKernel(name: string, params: Parameters<KernelFunc>[0]): TensorInfo | TensorInfo[] {
  return getKernel(name, 'cpu').kernelFunc(params);
}
