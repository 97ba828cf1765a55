import { UserError } from '../errors';

/** Shared memory of one batch. */
export interface BatchMemory {
  /** Index of each of the N images. */
  readonly indices: Int32Array<SharedArrayBuffer>;
  /** [branches · N, S, S, 3], chunk after chunk: of each all first views, then all second views. */
  readonly views: Float32Array<SharedArrayBuffer>;
  /** How many of the images threads have claimed, one number. */
  readonly claimed: Int32Array<SharedArrayBuffer>;
}

/** Batches in memory: one for the trainer, the others ahead of it; two where three would take more than this. */
const comfortableBytes = 512 * 1024 * 1024;

/**
 * Memory for two or three batches.
 * @param imageSize side of a view in pixels.
 * @throws UserError where there is none for two.
 */
export function allocateBatches(batchSize: number, branches: number, imageSize: number): BatchMemory[] {
  const viewBytes = branches * batchSize * imageSize * imageSize * 3 * 4;
  try {
    return Array.from({ length: 3 * viewBytes <= comfortableBytes ? 3 : 2 }, () => ({
      indices: new Int32Array(new SharedArrayBuffer(batchSize * 4)),
      views: new Float32Array(new SharedArrayBuffer(viewBytes)),
      claimed: new Int32Array(new SharedArrayBuffer(4)),
    }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `There is no memory for two batches of ${String(batchSize)} × ${String(branches)} views of ${String(imageSize)} pixels: choose a smaller batchSize or data.imageSize.`,
    );
  }
}
