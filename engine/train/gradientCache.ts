import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Chunk } from '../augment/splitEvenly';
import type { ForwardMode } from '../models/parameter';
import { contrastiveLossWithGradient } from '../losses/contrastiveLoss';
import { release } from '../ops/recordOperation';
import type { ContrastiveStepOptions, ContrastiveStepResult } from './contrastiveStep';
import { networkGradients } from './networkGradients';

/**
 * A contrastive step whose memory depends on the micro-batch and not on the batch (Gao et al., 2021): embed all views
 * in chunks without a tape, take the loss and its gradient at all projections, then embed each chunk once more with
 * the tape, seeded with its rows of that gradient, and add up the parameters' gradients. Unlike gradient
 * accumulation, every view sees the negatives of the whole batch. It costs one more forward pass.
 *
 * Loss and gradients equal those of the unsplit step up to rounding, except for batch norm in training mode: its
 * statistics then are those of a chunk (both views of its images) instead of those of the batch, as
 * in distributed training without the paper's global batch norm. The running statistics move
 * during the first of the two passes only, over all chunks together as far as over one batch.
 */
export function cachedGradientStep({
  encoder,
  head,
  views,
  loss: config,
}: ContrastiveStepOptions): ContrastiveStepResult {
  const { chunks } = views;
  const embedding: ForwardMode = { training: true, updateStatistics: true, passesPerStep: chunks.length };
  const parts = chunks.map((_, index) =>
    tf.tidy(() => {
      const h = encoder.apply(views.tensor(index), embedding);
      return { h, z: head.apply(h, embedding) };
    }),
  );
  const h = joinChunks(parts.map((part) => part.h));
  const z = joinChunks(parts.map((part) => part.z));
  const { loss, contrastiveAccuracy, gradient: dz } = contrastiveLossWithGradient(z, config);

  const replay: ForwardMode = { training: true, updateStatistics: false };
  let gradients: Tensor[] | undefined;
  for (const [index, chunk] of chunks.entries()) {
    const chunkViews = views.tensor(index);
    const result = networkGradients(
      [...encoder.parameters, ...head.parameters],
      () => head.apply(encoder.apply(chunkViews, replay), replay),
      chunkRows(dz, chunk),
    );
    release(chunkViews, result.value);
    gradients = gradients ? addInto(gradients, result.gradients) : result.gradients;
  }
  release(dz);
  for (const tensor of [loss, contrastiveAccuracy, h, z]) tf.keep(tensor);
  return { loss, contrastiveAccuracy, h, z, gradients: (gradients ?? []).map((tensor) => tf.keep(tensor)) };
}

/** Rows of both views of a chunk's images: [2N, …] → [2m, …], again first views, then second views. */
function chunkRows(rows: Tensor2D, { first, end }: Chunk): Tensor2D {
  const half = rows.shape[0] / 2;
  return tf.tidy(() => {
    const firstViews = tf.slice(rows, first, end - first);
    const secondViews = tf.slice(rows, half + first, end - first);
    return tf.concat2d([firstViews, secondViews], 0);
  });
}

/** The inverse of `chunkRows` over all chunks; disposes of its parts. */
function joinChunks(parts: Tensor2D[]): Tensor2D {
  const joined = tf.tidy(() => {
    const views = [0, 1].flatMap((view) =>
      parts.map((part) => {
        const half = part.shape[0] / 2;
        return tf.slice(part, view * half, half);
      }),
    );
    return tf.concat2d(views, 0);
  });
  release(...parts);
  return joined;
}

/** Element-wise sums; disposes of the summands. */
function addInto(sums: Tensor[], summands: readonly Tensor[]): Tensor[] {
  return sums.map((sum, index) => {
    const summand = summands[index];
    if (!summand) return sum;
    const total = tf.add(sum, summand);
    release(sum, summand);
    return total;
  });
}
