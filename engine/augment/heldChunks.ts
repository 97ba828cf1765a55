import { dispose, type Tensor4D } from '@tensorflow/tfjs-core';
import type { ViewBatch } from './viewLoader';

/** Hands out the views of a batch that has a tensor for each chunk, and disposes of them when it is released. */
export function heldChunks(views: readonly Tensor4D[]): Pick<ViewBatch, 'tensor' | 'release'> {
  return {
    tensor: (index) => {
      const found = views[index];
      if (!found) throw new Error('A batch has no such chunk.');
      return found.clone();
    },
    release: () => dispose([...views]),
  };
}
