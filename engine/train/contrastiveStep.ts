import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ChunkedViews } from '../augment/viewLoader';
import type { LossConfig } from '../config/runConfig';
import { contrastiveLoss } from '../losses/contrastiveLoss';
import type { Network } from '../models/parameter';
import { release } from '../ops/recordOperation';
import { cachedGradientStep } from './gradientCache';
import { networkGradients } from './networkGradients';

/** What a step computes on. */
export interface ContrastiveStepOptions {
  readonly encoder: Network<Tensor4D, Tensor2D>;
  readonly head: Network<Tensor2D, Tensor2D>;
  /** Both views of N images, in chunks that are embedded at once: several for gradient caching. */
  readonly views: ChunkedViews;
  readonly loss: LossConfig;
}

/** What a step found; the caller disposes of every tensor, also inside `tf.tidy`. */
export interface ContrastiveStepResult {
  /** The loss that was chosen, in its own units. */
  readonly loss: Scalar;
  /** Share of views, 0 to 1, whose positive is the most similar of all others. */
  readonly contrastiveAccuracy: Scalar;
  /**
   * Representations and projections of the views as trained on, cut off from the gradient: [2N, ·], first those of all
   * first views, then those of all second views.
   */
  readonly h: Tensor2D;
  readonly z: Tensor2D;
  /** Gradients of the loss in the order of the encoder's parameters, then the head's. */
  readonly gradients: Tensor[];
}

/**
 * One step of the paper's algorithm 1 without the update: both views of all images through f and g in one forward
 * pass (so that batch norm cannot tell the views apart), the loss, and its gradients. The running statistics of batch
 * norm move; the parameters do not.
 *
 * With more than one chunk the gradients are cached, see `cachedGradientStep`.
 */
export function contrastiveStep(options: ContrastiveStepOptions): ContrastiveStepResult {
  const { encoder, head, loss: config } = options;
  if (options.views.chunks.length > 1) return cachedGradientStep(options);

  const views = options.views.tensor(0);
  const mode = { training: true, updateStatistics: true };
  let forward: Omit<ContrastiveStepResult, 'loss' | 'gradients'> | undefined;
  const { value, gradients } = networkGradients([...encoder.parameters, ...head.parameters], () => {
    const h = tf.keep(encoder.apply(views, mode));
    const z = tf.keep(head.apply(h, mode));
    const { loss, contrastiveAccuracy } = contrastiveLoss(z, config);
    forward = { h, z, contrastiveAccuracy: tf.keep(contrastiveAccuracy) };
    return loss;
  });
  release(views);
  if (!forward) {
    release(value, ...gradients);
    throw new Error('the forward pass did not run');
  }
  return { loss: value as Scalar, ...forward, gradients };
}
