import * as tf from '@tensorflow/tfjs-core';
import { performance } from 'node:perf_hooks';
import { openCpuBackend } from '../../engine/backends/cpu/openCpuBackend';
import { runConfigSchema } from '../../engine/config/runConfig';
import { createEncoder } from '../../engine/models/encoder';
import { createHead } from '../../engine/models/head';
import { createOptimizer } from '../../engine/optim/optimizer';
import { contrastiveStep } from '../../engine/train/contrastiveStep';
import { inChunks } from '../engine/train/inChunks';
import { median, type BenchCase } from './benchCase';

const SIZE = 32;
/** N: images a step, of which there are two views each. */
const IMAGES = 256;

/** What a step is measured with. */
export interface StepNetwork {
  readonly title: string;
  readonly architecture: 'resnet8' | 'resnet18';
  readonly width: number;
  /** Steps that are not counted, and steps that are. */
  readonly warmUp: number;
  readonly steps: number;
}

/** The networks that steps are measured with; few of the larger one's, which take some seconds each. */
export const stepNetworks = {
  resnet8: { title: 'ResNet-8', architecture: 'resnet8', width: 16, warmUp: 3, steps: 9 },
  resnet18: { title: 'ResNet-18', architecture: 'resnet18', width: 64, warmUp: 1, steps: 2 },
} as const satisfies Record<string, StepNetwork>;

/** A training step on views that are ready, 32 × 32, with SGD. */
export function stepCase(network: StepNetwork, threads: number): BenchCase {
  const { title, architecture, width, warmUp, steps } = network;
  const views = 2 * IMAGES;
  return {
    name: `step ${title}, ${String(threads)} ${threads === 1 ? 'thread' : 'threads'}`,
    description: `training step on ready-made views, ${title} width ${String(width)}, ${String(views)} views of 32 × 32`,
    unit: 'views/s',
    peer: [
      ...['step', '--threads', String(threads), '--encoder', architecture],
      ...['--width', String(width), '--batch', String(IMAGES)],
      ...['--warm-up', String(warmUp), '--repeats', String(steps)],
    ],
    measure: async () => {
      const { backend } = await openCpuBackend({ threads });
      const config = runConfigSchema.parse({ encoder: { architecture, width } });
      const encoder = createEncoder(config.encoder, SIZE, 0);
      const head = createHead(config.head, encoder.outputSize, 0);
      const optimizer = createOptimizer(config.optimizer, [...encoder.parameters, ...head.parameters]);
      const batch = tf.randomUniform<tf.Rank.R4>([views, SIZE, SIZE, 3]);
      const seconds: number[] = [];
      for (let step = 0; step < warmUp + steps; step++) {
        const start = performance.now();
        const result = contrastiveStep({ encoder, head, views: inChunks(batch, null), loss: config.loss });
        optimizer.apply(result.gradients, 0.1);
        const { loss, contrastiveAccuracy, h, z, gradients } = result;
        tf.dispose([loss, contrastiveAccuracy, h, z, ...gradients]);
        if (step >= warmUp) seconds.push((performance.now() - start) / 1000);
      }
      backend.dispose();
      return views / median(seconds);
    },
  };
}
