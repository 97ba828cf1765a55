import { RequestType } from 'vscode-jsonrpc';
import type { DeviceConfig } from '../config/runConfig';
import type { WithProgress } from './toolProtocol';

/** An image to search with, the images to search, and what compares them. */
export interface SearchParams {
  /** Absolute path of the checkpoint, in the folder `checkpoints` of its run. */
  readonly checkpoint: string;
  /** A file by its absolute path, or one of the images that are searched by its name there. */
  readonly image: { readonly path: string } | { readonly id: string };
  /** Absolute path of a folder or file with images, or "builtin". */
  readonly images: string;
  readonly neighbours: number;
  /** Where images are compared: before the head, or after it. */
  readonly space: 'h' | 'z';
  readonly device: DeviceConfig;
  /** Side of the pictures in pixels. */
  readonly pictureSide: number;
}

/** An image that was found. */
export interface FoundImage {
  /** Its name in what was searched: the path relative to the folder, or `train/123`. */
  readonly id: string;
  /** Absolute path of its file; null where images have none of their own. */
  readonly path: string | null;
  readonly class: string | null;
  /** Cosine as seen from the mean of all images that are searched, the query's too where it is one of them; −1 to 1. */
  readonly similarity: number;
}

/** What a search found. */
export interface SearchAnswer {
  /** Nearest first; the query itself is left out. */
  readonly neighbours: readonly FoundImage[];
  /** Images that were compared with the query, which is none of them. */
  readonly compared: number;
  /** Files that could not be read, and why. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** The query, then its neighbours: square, 8-bit RGB, rows top to bottom, channels last; base64. */
  readonly pictures: string;
}

/**
 * Finds the images that a trained encoder finds most similar to one. Embeds them where that was never done, and tells
 * the progress of that as `toolProgress`. Can be cancelled.
 */
export const searchRequest = new RequestType<WithProgress<SearchParams>, SearchAnswer, void>('search/run');
