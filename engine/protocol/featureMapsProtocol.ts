import { RequestType } from 'vscode-jsonrpc';
import type { WithProgress } from './toolProtocol';

/** An image to be sent through an encoder: a test image of the run's data set by its place, or a file by its absolute path. */
export type FeatureImage = { readonly index: number } | { readonly path: string };

/** What is asked of a checkpoint. */
export interface FeatureMapsParams {
  /** Absolute path of the checkpoint, in the folder `checkpoints` of its run. */
  readonly checkpoint: string;
  readonly image: FeatureImage;
}

/** What some activations are like, taken together. */
export interface ActivationSummary {
  /** Share of them that are zero, 0 to 1. */
  readonly zeros: number;
  readonly mean: number;
  readonly max: number;
}

/** What one channel of a stage makes of an image: a map of it. */
export interface ChannelMap {
  /** Its number, from 0. */
  readonly channel: number;
  /** Of its activations. */
  readonly mean: number;
  readonly max: number;
}

/** What a stage of the encoder makes of an image. */
export interface StageMaps<Pixels> extends ActivationSummary {
  /** "stem" (conv1 and what follows it), or a group of residual blocks by torchvision's name: "layer1". */
  readonly name: string;
  /** Pixels across and down of what it puts out. */
  readonly side: number;
  readonly channels: number;
  /** The channels with the largest mean activation, the largest first; 32 at most. */
  readonly maps: readonly ChannelMap[];
  /** Side of the maps in pixels: that of the stage, or smaller where that is large. */
  readonly shownSide: number;
  /** The maps, one byte a pixel and one after another: 0 is no activation, 255 the largest of that map. */
  readonly pixels: Pixels;
}

/** What the encoder or the head puts out. */
export interface VectorActivations extends ActivationSummary {
  readonly min: number;
  readonly values: readonly number[];
}

/** An image, and what each stage of an encoder makes of it. Pixels are base64 on the way, and bytes at its ends. */
export interface FeatureMaps<Pixels> {
  /** Of the image: as in its data set, or the absolute path of a file. */
  readonly name: string;
  /** Of the image; null where that is not known. */
  readonly class: string | null;
  /** Place of another image of the data set, of which all have their turn; null after a file. */
  readonly next: number | null;
  /** Side of the image as the encoder gets it, in pixels. */
  readonly side: number;
  /** The image as the encoder gets it: 8-bit RGB, rows top to bottom, channels last. */
  readonly pixels: Pixels;
  /** In the order in which the image goes through them. */
  readonly stages: readonly StageMaps<Pixels>[];
  /** The representation: the means of the last stage's channels. */
  readonly h: VectorActivations;
  /** What the head makes of h; null without a head. */
  readonly z: VectorActivations | null;
}

/**
 * Sends an image through the encoder of a checkpoint, in evaluation mode. Opens the data set for an image of it, and
 * tells the progress as `toolProgress`. Can be cancelled.
 */
export const featureMapsRequest = new RequestType<WithProgress<FeatureMapsParams>, FeatureMaps<string>, void>(
  'features/maps',
);
