import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { openCenterViews } from '../augment/openCenterViews';
import { viewTensor, viewTensors } from '../augment/viewTensors';
import type { RunConfig } from '../config/runConfig';
import type { ForwardMode, Network } from '../models/parameter';
import type { EvaluationImages } from './evaluationSplits';
import type { Features } from './features';
import { outputsOf, outputsOfBatch } from './networkOutputs';

/** h and z of the same images. */
export interface Embedding {
  readonly h: Features;
  readonly z: Features;
}

/** The networks that embed. */
export interface Embedder {
  readonly encoder: Network<Tensor4D, Tensor2D>;
  readonly head: Network<Tensor2D, Tensor2D>;
}

/** Images embedded at once: no more than training holds at once, so that memory suffices. */
export function embeddingBatch({ batchSize, microBatch }: RunConfig): number {
  return Math.min(512, 2 * (microBatch ?? batchSize));
}

const evaluation: ForwardMode = { training: false, updateStatistics: false };

/**
 * Applies f and g in evaluation mode (running statistics in batch norm) to unaugmented images, in batches. Draws no
 * random numbers and leaves no trace in the networks.
 * @param onProgress called after each batch with the number of images that are done; what it throws ends the work.
 */
export async function embed(
  embedder: Embedder,
  { images, imageSize, indices }: EvaluationImages,
  batchSize: number,
  onProgress?: (done: number) => void,
): Promise<Embedding> {
  const views = await openCenterViews(images, indices, imageSize, batchSize);
  return embedTensors(embedder, views, indices.length, onProgress);
}

/** As `embed`, of h alone. */
export async function embedH(
  encoder: Embedder['encoder'],
  { images, imageSize, indices }: EvaluationImages,
  batchSize: number,
  onProgress?: (done: number) => void,
): Promise<Features> {
  const views = await openCenterViews(images, indices, imageSize, batchSize);
  const apply = (batch: Tensor4D) => [encoder.apply(batch, evaluation)] as const;
  const [h] = await outputsOf(apply, [encoder.outputSize], views, indices.length, onProgress);
  return h;
}

/**
 * As `embed`, of any views.
 * @param views chunks [n, S, S, 3], of `count` views in all.
 */
export function embedViews(
  embedder: Embedder,
  views: Iterable<Float32Array>,
  count: number,
  imageSize: number,
  onProgress?: (done: number) => void,
): Promise<Embedding> {
  return embedTensors(embedder, viewTensors(views, imageSize), count, onProgress);
}

/**
 * h and z of as many views as are embedded at once.
 * @param views [n, S, S, 3], values 0 to 1.
 */
export async function embedChunk(
  embedder: Embedder,
  views: Float32Array,
  imageSize: number,
): Promise<Embedding> {
  const [h, z] = await outputsOfBatch(applying(embedder), viewTensor(views, imageSize));
  return { h, z };
}

async function embedTensors(
  embedder: Embedder,
  views: Iterable<Tensor4D>,
  count: number,
  onProgress?: (done: number) => void,
): Promise<Embedding> {
  const sizes = [embedder.encoder.outputSize, embedder.head.outputSize] as const;
  const [h, z] = await outputsOf(applying(embedder), sizes, views, count, onProgress);
  return { h, z };
}

/**
 * h and z of views, in evaluation mode, as tensors for the caller to dispose of.
 * @param views [n, S, S, 3], values 0 to 1.
 */
export function applyTo({ encoder, head }: Embedder, views: Tensor4D): readonly [h: Tensor2D, z: Tensor2D] {
  const h = encoder.apply(views, evaluation);
  return [h, head.apply(h, evaluation)];
}

function applying(embedder: Embedder) {
  return (views: Tensor4D) => applyTo(embedder, views);
}
