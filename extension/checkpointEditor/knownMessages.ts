import type { SentThumbnails } from '../embeddingPanel/messages';

/** An evaluation of the checkpoint. */
export interface KnownEvaluation {
  /** Absolute, of its file. */
  readonly path: string;
  /** When it was made, and its first number. */
  readonly title: string;
  /** What it found, by protocol, and on which images. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** What is known of a checkpoint from the files of its run. */
export interface KnownView {
  /** Accuracies at its step, a name and a value each. */
  readonly accuracies: readonly (readonly [name: string, value: string])[];
  /** The newest first. */
  readonly evaluations: readonly KnownEvaluation[];
  /** Images whose embeddings are kept with it; null where none are. */
  readonly images: number | null;
  /** Whether the engine may be asked for pictures: the workspace is trusted. */
  readonly mayShow: boolean;
}

/** An image of the evaluation split. */
export interface KnownImage {
  readonly id: string;
  /** Name of its class; null where it has none. */
  readonly label: string | null;
}

/** An image near another one. */
export interface NearImage extends KnownImage {
  /** Cosine of the angle between the two, −1 to 1. */
  readonly similarity: number;
  /** Whether its class is known to be another one. */
  readonly differs: boolean;
}

/** An image and those that are nearest to it, the nearest first. */
export interface Neighbourhood {
  readonly query: KnownImage;
  readonly h: readonly NearImage[];
  readonly z: readonly NearImage[];
}

/** Extension → webview, of what is known. */
export type ToKnownSection =
  | { readonly type: 'known'; readonly known: KnownView }
  /** `turn`: which images; the next one has others. */
  | { readonly type: 'neighbours'; readonly turn: number; readonly found: readonly Neighbourhood[] }
  /** Neighbours, or pictures, cannot be had; the sentence says why. */
  | { readonly type: 'knownFailed'; readonly what: 'neighbours' | 'thumbnails'; readonly message: string }
  | SentThumbnails;
