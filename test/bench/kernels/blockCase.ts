import * as tf from '@tensorflow/tfjs-core';
import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import { convBatchNorm } from '../../../engine/ops/convBatchNorm';
import type { BenchCase } from '../benchCase';
import { timeKernel } from './timeKernel';

/** A square convolution that keeps its size, as most are in a ResNet. */
export interface BlockShape {
  readonly images: number;
  readonly size: number;
  readonly channels: number;
}

/** Convolution, batch norm and ReLU as one operation, forward and backward. */
export function blockCase({ images, size, channels }: BlockShape, threads: number): BenchCase {
  return {
    name: `fused block ${String(channels)} @${String(size)}`,
    description: `3 × 3 convolution of ${String(channels)} channels, batch norm, ReLU and their gradients, ${String(images)} views of ${String(size)} × ${String(size)}`,
    unit: 'views/s',
    peer: [
      ...['block', '--threads', String(threads), '--batch', String(images), '--size', String(size)],
      ...['--inputs', String(channels), '--outputs', String(channels), '--filter', '3'],
    ],
    measure: async () => {
      const { backend } = await openCpuBackend({ threads });
      const x = tf.randomNormal<tf.Rank.R4>([images, size, size, channels]);
      const filter = tf.randomNormal<tf.Rank.R4>([3, 3, channels, channels]);
      const [gamma, beta] = [tf.ones<tf.Rank.R1>([channels]), tf.zeros<tf.Rank.R1>([channels])];
      const dy = tf.randomNormal<tf.Rank.R4>([images, size, size, channels]);
      const gradients = tf.grads((...inputs: tf.Tensor[]) => {
        const [input, weights, gain, offset] = inputs as [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
        return convBatchNorm(input, weights, gain, offset, { stride: 1, pad: 1, relu: true, epsilon: 1e-5 });
      });
      const seconds = timeKernel(() => {
        // The gradient that is handed in is used up.
        tf.dispose(gradients([x, filter, gamma, beta], tf.clone(dy)));
      });
      backend.dispose();
      return images / seconds;
    },
  };
}
