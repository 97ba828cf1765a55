import * as tf from '@tensorflow/tfjs-core';
import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import type { BenchCase } from '../benchCase';
import { timeKernel } from './timeKernel';

/** A product of two square matrices. */
export function gemmCase(size: number, threads: number): BenchCase {
  return {
    name: `gemm ${String(size)}`,
    description: `product of two matrices of ${String(size)} × ${String(size)}`,
    unit: 'GFLOP/s',
    peer: ['gemm', '--size', String(size), '--threads', String(threads)],
    measure: async () => {
      const { backend } = await openCpuBackend({ threads });
      const [a, b] = [tf.randomUniform<tf.Rank.R2>([size, size]), tf.randomUniform<tf.Rank.R2>([size, size])];
      const seconds = timeKernel(() => {
        tf.matMul(a, b).dispose();
      });
      tf.dispose([a, b]);
      backend.dispose();
      return (2 * size ** 3) / seconds / 1e9;
    },
  };
}
