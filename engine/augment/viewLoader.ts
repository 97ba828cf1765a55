import type { Tensor4D } from '@tensorflow/tfjs-core';

/** The positive pairs of one training step. Their memory belongs to the loader and is reused after `release()`. */
export interface ViewBatch {
  /** Epoch, from 0, and step within the epoch, from 0. */
  readonly epoch: number;
  readonly stepInEpoch: number;
  /** Index in the training split of each of the N images. */
  readonly indices: Int32Array;
  /**
   * The views as a tensor of the present backend, for the caller to dispose of before the release: [2N, S, S, 3], values
   * 0 to 1, first the N first views, then the N second views in the same order, so rows i and i + N are a positive pair.
   * A loader of single views leaves the second half out.
   */
  tensor(): Tensor4D;
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
