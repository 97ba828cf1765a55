/**
 * The positive pairs of one training step. `views` is [2N, S, S, 3], values 0 to 1: first the N first views, then
 * the N second views in the same order, so rows i and i + N are a positive pair. A loader of single views leaves the
 * second half out. The memory belongs to the loader and is reused after `release()`.
 */
export interface ViewBatch {
  /** Epoch, from 0, and step within the epoch, from 0. */
  readonly epoch: number;
  readonly stepInEpoch: number;
  /** Index in the training split of each of the N images. */
  readonly indices: Int32Array;
  readonly views: Float32Array;
  release(): void;
}

/** Makes batches of positive pairs ahead of the trainer, in order, without end. */
export interface ViewLoader {
  /** The next batch; resolves when its views are ready. Rejects with the worker's error. */
  next(): Promise<ViewBatch>;
  /** Stops the workers. */
  close(): Promise<void>;
}
