import * as tf from '@tensorflow/tfjs-core';
import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import { ntXentWithGradient } from '../../../engine/ops/ntXent';
import type { BenchCase } from '../benchCase';
import { timeKernel } from './timeKernel';

const SIZE = 128;
const LARGEST = 16_384;

/** NT-Xent with its gradient, from a small batch to one whose similarities would fill a gigabyte. */
export function ntXentCases(threads: number): BenchCase[] {
  return [...rateCases(threads), memoryCase(threads)];
}

function rateCases(threads: number): BenchCase[] {
  return [512, 4096, LARGEST].map((views) => ({
    name: `NT-Xent ${String(views)}`,
    description: `NT-Xent and its gradient, ${String(views)} views, z of ${String(SIZE)}`,
    unit: 'views/s',
    peer: ['ntxent', '--batch', String(views / 2), '--size', String(SIZE), '--threads', String(threads)],
    measure: async () => {
      const { backend } = await openCpuBackend({ threads });
      const z = tf.randomNormal<tf.Rank.R2>([views, SIZE]);
      const seconds = timeKernel(() => {
        lossAndGradient(z);
      });
      z.dispose();
      backend.dispose();
      return views / seconds;
    },
  }));
}

function lossAndGradient(z: tf.Tensor2D): void {
  const result = ntXentWithGradient(z, { temperature: 0.5, normalize: true });
  tf.dispose([result.loss, result.contrastiveAccuracy, result.gradient]);
}

/** What the largest batch takes beside its projections. */
function memoryCase(threads: number): BenchCase {
  return {
    name: `NT-Xent ${String(LARGEST)}, memory`,
    description: `NT-Xent and its gradient, ${String(LARGEST)} views: memory at peak beside z`,
    unit: 'MB',
    peer: [
      ...['ntxent-memory', '--batch', String(LARGEST / 2), '--size', String(SIZE)],
      ...['--threads', String(threads)],
    ],
    measure: async () => {
      const { backend } = await openCpuBackend({ threads });
      const z = tf.randomNormal<tf.Rank.R2>([LARGEST, SIZE]);
      backend.pointer(z);
      const before = backend.heap.usedBytes;
      lossAndGradient(z);
      const megabytes = (backend.heap.peakBytes - before) / 1e6;
      z.dispose();
      backend.dispose();
      return megabytes;
    },
  };
}
