import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { splitEvenly } from '../../../engine/augment/splitEvenly';
import type { ChunkedViews } from '../../../engine/augment/viewLoader';

/** Views [2N, S, S, 3], first all first views, then all second views, handed out as a loader does; they stay the caller's. */
export function inChunks(views: Tensor4D, microBatch: number | null): ChunkedViews {
  const images = views.shape[0] / 2;
  const chunks = splitEvenly(images, microBatch);
  const tensor = (index: number): Tensor4D => {
    if (chunks.length === 1) return views.clone();
    const { first = 0, end = 0 } = chunks[index] ?? {};
    const rows = (from: number) => tf.slice(views, from, end - first);
    return tf.tidy(() => tf.concat4d([rows(first), rows(images + first)], 0));
  };
  return { chunks, tensor };
}
