import * as tf from '@tensorflow/tfjs-core';
import { performance } from 'node:perf_hooks';
import { openCpuBackend } from '../../engine/backends/cpu/openCpuBackend';
import { runConfigSchema } from '../../engine/config/runConfig';
import { createEncoder } from '../../engine/models/encoder';
import { createHead } from '../../engine/models/head';
import { createOptimizer } from '../../engine/optim/optimizer';
import { contrastiveStep } from '../../engine/train/contrastiveStep';
import { median, type BenchCase } from './benchCase';

const SIZE = 32;
const WARM_UP = 2;
const STEPS = 7;

/** What a step is measured with. */
export interface StepNetwork {
  readonly title: string;
  readonly architecture: 'resnet8' | 'resnet18';
  readonly width: number;
  /** N: images a step, of which there are two views each. */
  readonly images: number;
}

/** The networks that steps are measured with; the larger one on fewer views, or a step would take half a minute. */
export const stepNetworks = {
  resnet8: { title: 'ResNet-8', architecture: 'resnet8', width: 16, images: 256 },
  resnet18: { title: 'ResNet-18', architecture: 'resnet18', width: 64, images: 32 },
} as const satisfies Record<string, StepNetwork>;

/** A training step on views that are ready, 32 × 32, with SGD. */
export function stepCase({ title, architecture, width, images }: StepNetwork, threads: number): BenchCase {
  const views = 2 * images;
  return {
    name: `step ${title}, ${String(threads)} ${threads === 1 ? 'thread' : 'threads'}`,
    description: `training step on ready-made views, ${title} width ${String(width)}, ${String(views)} views of 32 × 32`,
    unit: 'views/s',
    peer: [
      ...['step', '--threads', String(threads), '--encoder', architecture],
      ...['--width', String(width), '--batch', String(images)],
    ],
    measure: async () => {
      const { backend } = await openCpuBackend({ threads });
      const config = runConfigSchema.parse({ encoder: { architecture, width } });
      const encoder = createEncoder(config.encoder, SIZE, 0);
      const head = createHead(config.head, encoder.outputSize, 0);
      const optimizer = createOptimizer(config.optimizer, [...encoder.parameters, ...head.parameters]);
      const batch = tf.randomUniform<tf.Rank.R4>([views, SIZE, SIZE, 3]);
      const seconds: number[] = [];
      for (let step = 0; step < WARM_UP + STEPS; step++) {
        const start = performance.now();
        const result = contrastiveStep({ encoder, head, views: batch, loss: config.loss, microBatch: null });
        optimizer.apply(result.gradients, 0.1);
        const { loss, contrastiveAccuracy, h, z, gradients } = result;
        tf.dispose([loss, contrastiveAccuracy, h, z, ...gradients]);
        if (step >= WARM_UP) seconds.push((performance.now() - start) / 1000);
      }
      backend.dispose();
      return views / median(seconds);
    },
  };
}
