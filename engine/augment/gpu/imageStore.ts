import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Some of the images that are asked for, in one buffer of the GPU's: 8-bit RGB, each without gaps. */
export interface BatchPart {
  readonly bytes: TensorInfo;
  /** Their places among those. */
  readonly places: readonly number[];
  /** Where each of them begins, in bytes. */
  readonly offsets: readonly number[];
}

/** Decoded images in the GPU's memory, or brought there batch by batch. */
export interface ImageStore {
  /**
   * Images in turn, part by part. What reads a part is to be queued before the next one is asked for.
   * @throws UserError where the images cannot be read.
   */
  parts(images: Int32Array): Iterable<BatchPart>;
  /** Where the images are and why, in a sentence for the log. */
  readonly place: string;
  /** What helps a run that waits for its views, in words that go on a sentence. */
  readonly remedy: string;
  /** Gives the memory back. */
  close(): void;
}

/** Bytes that an image takes: what is written to the GPU begins and ends at multiples of 4. */
export function paddedBytes(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
