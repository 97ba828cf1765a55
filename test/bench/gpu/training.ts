import type { Rank, Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import type { ViewBatch } from '../../../engine/augment/viewLoader';
import type { GpuBackend } from '../../../engine/backends/webgpu/gpuBackend';
import { runConfigSchema, type RunConfig } from '../../../engine/config/runConfig';
import { Learner } from '../../../engine/train/learner';
import { inChunks } from '../../engine/train/inChunks';
import type { GpuNetwork } from './gpuSizes';
import { noise } from './noise';

const LEARNING_RATE = 0.01;

/** What the peer needs to know of a network. */
export function peerArguments({ architecture, width, side, images }: GpuNetwork): string[] {
  return [
    ...['--encoder', architecture, '--width', String(width)],
    ...['--size', String(side), '--batch', String(images)],
  ];
}

/** A run's configuration and learner, without labels, since the peer has no probes either. */
export class Training {
  readonly config: RunConfig;
  private readonly learner: Learner;
  /** Views that are ready. */
  private readonly views: Tensor4D;

  private constructor(gpu: GpuBackend, { architecture, width, side, images, transforms }: GpuNetwork) {
    this.config = runConfigSchema.parse({
      data: { imageSize: side },
      augment: { transforms },
      encoder: { architecture, width },
      batchSize: images,
    });
    this.learner = new Learner(this.config, side, null);
    this.views = noise<Rank.R4>(gpu, [2 * images, side, side, 3]);
  }

  /**
   * Makes a learner, and compiles its programs.
   * @throws GpuMemoryError where the GPU has no room for a step.
   */
  static async open(gpu: GpuBackend, network: GpuNetwork): Promise<Training> {
    const training = new Training(gpu, network);
    await gpu.prepare(
      () => training.step().dispose(),
      () => undefined,
    );
    return training;
  }

  /** Queues a step on a batch, or on the views that are ready. The loss is the caller's to dispose of. */
  step(batch?: ViewBatch): Scalar {
    const { batchSize } = this.config;
    const ready = {
      ...{ epoch: 0, stepInEpoch: 0, indices: new Int32Array(batchSize), release: () => undefined },
      ...inChunks(this.views, null),
    };
    const { loss, ...others } = this.learner.step(batch ?? ready, null, LEARNING_RATE);
    for (const tensor of Object.values(others)) tensor.dispose();
    return loss;
  }

  close(): void {
    this.views.dispose();
    this.learner.dispose();
  }
}
