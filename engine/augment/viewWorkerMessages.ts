import type { AugmentConfig } from '../config/augmentation';
import type { ImageFileInfo } from '../data/dataset';

/** Shared memory of one batch. */
export interface BatchMemory {
  /** Index of each of the N images. */
  readonly indices: Int32Array<SharedArrayBuffer>;
  /** [branches · N, S, S, 3]. */
  readonly views: Float32Array<SharedArrayBuffer>;
  /** How many of the images threads have claimed, one number. */
  readonly claimed: Int32Array<SharedArrayBuffer>;
}

/** What a worker is started with. */
export interface ViewWorkerData {
  readonly compiled: WebAssembly.Module;
  readonly images: ImageFileInfo;
  readonly imageSize: number;
  readonly augment: AugmentConfig;
  readonly seed: number;
  readonly branches: 1 | 2;
  readonly batches: readonly BatchMemory[];
}

/** To a worker: help with the batch whose memory has this number, until all its images are claimed. */
export interface ViewTask {
  readonly memory: number;
  readonly epoch: number;
}

/** From a worker: its part of the batch is done, or why it cannot go on (`user`: the message is a UserError's). */
export type ViewReport = { readonly memory: number } | { readonly error: string; readonly user: boolean };
