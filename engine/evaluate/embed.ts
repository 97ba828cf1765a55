import { tensor4d, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { ForwardMode, Network } from '../models/parameter';
import type { Features } from './features';

/** h and z of the same images. */
export interface Embedding {
  readonly h: Features;
  readonly z: Features;
}

/** Where the images to embed come from. */
export interface ViewSource {
  /** Side of a view in pixels. */
  readonly imageSize: number;
  /** The images that `indices` names, not augmented, as [n, S, S, 3], values 0 to 1. */
  load(indices: Int32Array): Promise<Float32Array>;
}

const evaluation: ForwardMode = { training: false, updateStatistics: false };

/**
 * Applies f and g in evaluation mode (running statistics in batch norm) to images, in batches. Draws no random
 * numbers and leaves no trace in the networks.
 * @param onProgress called after each batch with the number of images that are done.
 */
export async function embed(
  encoder: Network<Tensor4D, Tensor2D>,
  head: Network<Tensor2D, Tensor2D>,
  source: ViewSource,
  indices: Int32Array,
  batchSize: number,
  onProgress?: (done: number) => void,
): Promise<Embedding> {
  const h = emptyFeatures(indices.length, encoder.outputSize);
  const z = emptyFeatures(indices.length, head.outputSize);
  for (let start = 0; start < indices.length; start += batchSize) {
    const batch = indices.subarray(start, start + batchSize);
    const side = source.imageSize;
    const images = await source.load(batch);
    const outputs = tidy(() => {
      const batchH = encoder.apply(tensor4d(images, [batch.length, side, side, 3]), evaluation);
      return [batchH, head.apply(batchH, evaluation)] as const;
    });
    h.data.set(await outputs[0].data(), start * h.size);
    z.data.set(await outputs[1].data(), start * z.size);
    for (const output of new Set(outputs)) output.dispose();
    onProgress?.(start + batch.length);
  }
  return { h, z };
}

function emptyFeatures(count: number, size: number): Features {
  return { data: new Float32Array(count * size), count, size };
}
