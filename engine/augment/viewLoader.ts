import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Chunk } from './splitEvenly';

/** The views of a batch, in chunks of images that are embedded together: no tensor need hold all of them. */
export interface ChunkedViews {
  /** All images of the batch in turn, at least one chunk. */
  readonly chunks: readonly Chunk[];
  /**
   * The views of a chunk of n images as a tensor of the present backend, for the caller to dispose of before the batch is
   * released: [2n, S, S, 3], values 0 to 1, first the n first views, then the n second views in the same order, so rows i
   * and i + n are a positive pair. A loader of single views leaves the second half out. May be asked for again.
   * @param index of the chunk.
   */
  tensor(index: number): Tensor4D;
}

/** The positive pairs of one training step. Their memory belongs to the loader and is reused after `release()`. */
export interface ViewBatch extends ChunkedViews {
  /** Epoch, from 0, and step within the epoch, from 0. */
  readonly epoch: number;
  readonly stepInEpoch: number;
  /** Index in the training split of each of the N images. */
  readonly indices: Int32Array;
  release(): void;
}

/** Makes batches of positive pairs ahead of the trainer, in order, without end. */
export interface ViewLoader {
  /** Where the images are while views are made of them, in a sentence for the log; null where there is nothing to say. */
  readonly place: string | null;
  /** What helps a run that waits for its views, in words that go on a sentence. */
  readonly remedy: string;
  /** The next batch; resolves when its views are ready. Rejects with the error that kept them from being made. */
  next(): Promise<ViewBatch>;
  /** Stops whatever makes views. */
  close(): Promise<void>;
}
