import { getKernel, registerKernel, unregisterKernel, type KernelFunc } from '@tensorflow/tfjs-core';
import { registerPortableKernels } from '../ops/registerPortableKernels';

/** The name under which a backend keeps a kernel that one of ours has taken the place of. */
export function stockName(kernelName: string): string {
  return `Stock${kernelName}`;
}

/** Backends that have been here: kernels stay registered while a backend closes and opens. */
const done = new Set<string>();

/**
 * Registers kernels of ours with a backend that brings kernels of its own: those that ours replace stay, by their
 * `stockName`, for ours to call; a fused operation without a kernel here gets the portable one. Nothing happens a second
 * time.
 */
export function replaceKernels(backendName: string, kernels: Readonly<Record<string, KernelFunc>>): void {
  if (done.has(backendName)) return;
  done.add(backendName);
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    const stock = getKernel(kernelName, backendName) as ReturnType<typeof getKernel> | undefined;
    if (stock) {
      registerKernel({ ...stock, kernelName: stockName(kernelName) });
      unregisterKernel(kernelName, backendName);
    }
    registerKernel({ kernelName, backendName, kernelFunc });
  }
  registerPortableKernels(backendName);
}
