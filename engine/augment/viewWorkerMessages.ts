import type { AugmentConfig } from '../config/augmentation';
import type { ImageFileInfo } from '../data/dataset';
import type { BatchMemory } from './batchMemory';
import type { Chunk } from './splitEvenly';

/** What a worker is started with. */
export interface ViewWorkerData {
  readonly compiled: WebAssembly.Module;
  readonly images: ImageFileInfo;
  readonly imageSize: number;
  readonly augment: AugmentConfig;
  readonly seed: number;
  readonly branches: 1 | 2;
  /** Images of a batch whose views lie together. */
  readonly chunks: readonly Chunk[];
  readonly batches: readonly BatchMemory[];
}

/** To a worker: help with the batch whose memory has this number, until all its images are claimed. */
export interface ViewTask {
  readonly memory: number;
  readonly epoch: number;
}

/** From a worker: its part of the batch is done, or why it cannot go on (`user`: the message is a UserError's). */
export type ViewReport = { readonly memory: number } | { readonly error: string; readonly user: boolean };
