import { dispose, tensor4d, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { setImmediate } from 'node:timers/promises';
import { loadCenterViews } from '../augment/loadCenterViews';
import type { RunConfig } from '../config/runConfig';
import { createHead } from '../models/head';
import type { ForwardMode, Network } from '../models/parameter';
import type { EvaluationImages } from './evaluationSplits';
import type { Features } from './features';

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
export function embed(
  embedder: Embedder,
  { images, imageSize, indices }: EvaluationImages,
  batchSize: number,
  onProgress?: (done: number) => void,
): Promise<Embedding> {
  const views = loadCenterViews(images, indices, imageSize, batchSize);
  return embedViews(embedder, views, indices.length, imageSize, onProgress);
}

/** As `embed`, of h alone. */
export async function embedH(
  encoder: Embedder['encoder'],
  images: EvaluationImages,
  batchSize: number,
  onProgress?: (done: number) => void,
): Promise<Features> {
  const none = { type: 'none', hiddenLayers: 1, hiddenSize: null, outputSize: 1, batchNorm: false } as const;
  const head = createHead(none, encoder.outputSize, 0);
  return (await embed({ encoder, head }, images, batchSize, onProgress)).h;
}

/**
 * As `embed`, of any views.
 * @param views chunks [n, S, S, 3], of `count` views in all.
 */
export async function embedViews(
  { encoder, head }: Embedder,
  views: Iterable<Float32Array>,
  count: number,
  imageSize: number,
  onProgress?: (done: number) => void,
): Promise<Embedding> {
  const h = emptyFeatures(count, encoder.outputSize);
  const z = emptyFeatures(count, head.outputSize);
  let done = 0;
  for (const chunk of views) {
    const rows = await embedChunk({ encoder, head }, chunk, imageSize);
    h.data.set(rows.h.data, done * h.size);
    z.data.set(rows.z.data, done * z.size);
    done += rows.h.count;
    onProgress?.(done);
  }
  return { h, z };
}

/**
 * h and z of as many views as are embedded at once, as tensors for the caller to dispose of.
 * @param views [n, S, S, 3], values 0 to 1.
 */
export function applyToViews(
  { encoder, head }: Embedder,
  views: Float32Array,
  imageSize: number,
): [Tensor2D, Tensor2D] {
  const count = views.length / (imageSize * imageSize * 3);
  return tidy(() => {
    const h = encoder.apply(tensor4d(views, [count, imageSize, imageSize, 3]), evaluation);
    return [h, head.apply(h, evaluation)];
  });
}

/**
 * h and z of as many views as are embedded at once.
 * @param views [n, S, S, 3], values 0 to 1.
 */
export async function embedChunk(
  { encoder, head }: Embedder,
  views: Float32Array,
  imageSize: number,
): Promise<Embedding> {
  const count = views.length / (imageSize * imageSize * 3);
  const outputs = applyToViews({ encoder, head }, views, imageSize);
  let h: Float32Array | undefined;
  let z: Float32Array | undefined;
  try {
    [h, z] = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  } finally {
    dispose(outputs);
  }
  // A turn for signals and messages, which a backend that computes on this thread would hold up.
  await setImmediate();
  return {
    h: { data: h ?? new Float32Array(), count, size: encoder.outputSize },
    z: { data: z ?? new Float32Array(), count, size: head.outputSize },
  };
}

function emptyFeatures(count: number, size: number): Features {
  return { data: new Float32Array(count * size), count, size };
}
