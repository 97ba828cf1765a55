import * as tf from '@tensorflow/tfjs-core';
import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import { ntXentWithGradient } from '../../../engine/ops/ntXent';
import type { BenchCase } from '../benchCase';
import { timeKernel } from './timeKernel';

const SIZE = 128;

/** NT-Xent with its gradient, from a small batch to one whose similarities would fill a gigabyte. */
export function ntXentCases(threads: number): BenchCase[] {
  return [512, 4096, 16_384].map((views) => ({
    name: `NT-Xent ${String(views)}`,
    description: `NT-Xent and its gradient, ${String(views)} views, z of ${String(SIZE)}`,
    unit: 'views/s',
    peer: ['ntxent', '--batch', String(views / 2), '--size', String(SIZE), '--threads', String(threads)],
    measure: async () => {
      const { backend } = await openCpuBackend({ threads });
      const z = tf.randomNormal<tf.Rank.R2>([views, SIZE]);
      const seconds = timeKernel(() => {
        const { loss, contrastiveAccuracy, gradient } = ntXentWithGradient(z, {
          temperature: 0.5,
          normalize: true,
        });
        tf.dispose([loss, contrastiveAccuracy, gradient]);
      });
      z.dispose();
      backend.dispose();
      return views / seconds;
    },
  }));
}
