import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../../engine/backends/webgpu/gpuBackend';
import { rateOf, type GpuCase } from './gpuCase';
import { timeGpu } from './timeGpu';

/** Work that is timed by itself. */
export interface KernelOptions extends Omit<GpuCase, 'open'> {
  /** What it amounts to, in the case's unit without "per second". */
  readonly amount: number;
  /** Milliseconds of a sample. */
  readonly sample: number;
  /** Makes the tensors that it works on, and the work, which leaves nothing behind. */
  prepare(gpu: GpuBackend): { readonly tensors: readonly Tensor[]; readonly work: () => void };
}

/** A case of a kernel, or of a few in a row. */
export function kernelCase({ amount, sample, prepare, ...named }: KernelOptions): GpuCase {
  return {
    ...named,
    open: (gpu) => {
      const { tensors, work } = prepare(gpu);
      return Promise.resolve({
        measure: async () => rateOf(amount, await timeGpu(gpu, work, sample)),
        close: () => {
          dispose([...tensors]);
          return Promise.resolve();
        },
      });
    },
  };
}
