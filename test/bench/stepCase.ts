import * as tf from '@tensorflow/tfjs-core';
import { performance } from 'node:perf_hooks';
import { openCpuBackend } from '../../engine/backends/cpu/openCpuBackend';
import { runConfigSchema } from '../../engine/config/runConfig';
import { createEncoder } from '../../engine/models/encoder';
import { createHead } from '../../engine/models/head';
import { createOptimizer } from '../../engine/optim/optimizer';
import { contrastiveStep } from '../../engine/train/contrastiveStep';
import { median, type BenchCase } from './benchCase';

const IMAGES = 256;
const SIZE = 32;
const WARM_UP = 2;
const STEPS = 7;

/** A training step on views that are ready: ResNet-8 of width 16, 512 views of 32 × 32, SGD. */
export function stepCase(threads: number): BenchCase {
  return {
    name: `step, ${String(threads)} threads`,
    description: 'training step on ready-made views, ResNet-8 width 16, 512 views of 32 × 32',
    peer: ['step', '--threads', String(threads)],
    measure: async () => {
      const { backend } = await openCpuBackend({ threads });
      const config = runConfigSchema.parse({});
      const encoder = createEncoder(config.encoder, SIZE, 0);
      const head = createHead(config.head, encoder.outputSize, 0);
      const optimizer = createOptimizer(config.optimizer, [...encoder.parameters, ...head.parameters]);
      const views = tf.randomUniform<tf.Rank.R4>([2 * IMAGES, SIZE, SIZE, 3]);
      const seconds: number[] = [];
      for (let step = 0; step < WARM_UP + STEPS; step++) {
        const start = performance.now();
        const result = contrastiveStep({ encoder, head, views, loss: config.loss, microBatch: null });
        optimizer.apply(result.gradients, 0.1);
        const { loss, contrastiveAccuracy, h, z, gradients } = result;
        tf.dispose([loss, contrastiveAccuracy, h, z, ...gradients]);
        if (step >= WARM_UP) seconds.push((performance.now() - start) / 1000);
      }
      backend.dispose();
      return (2 * IMAGES) / median(seconds);
    },
  };
}
