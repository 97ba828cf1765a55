import { RequestType } from 'vscode-jsonrpc';
import type { AugmentConfig } from '../config/augmentation';
import type { DataConfig } from '../config/runConfig';
import type { ColorShortcut } from '../evaluate/colorShortcut';
import type { WithProgress } from './toolProtocol';

export type { ColorShortcut } from '../evaluate/colorShortcut';

/** The images of an augmentation studio. The engine keeps what it has opened, so that every request can name them. */
export interface StudioSource {
  readonly data: DataConfig;
  /** Absolute path of the folder that a relative `data.source` starts from. */
  readonly baseFolder: string;
  /** Where decoded images are kept. */
  readonly runsFolder: string;
  /** Of the split, as the run's. */
  readonly seed: number;
}

/** An image to look at: one of the training split by its id there, or a file anywhere by its absolute path. */
export type StudioImage = { readonly id: string } | { readonly path: string };

/** What is asked when a studio is opened, or shows other images to choose from. */
export interface StudioOpenParams {
  readonly source: StudioSource;
  /** How many images to choose from, and which such lot, from 0. */
  readonly choices: number;
  readonly lot: number;
}

/** An image with its name, as far as there is one. */
export interface NamedImage {
  readonly id: string;
  readonly label: string | null;
}

/** The images of a studio. */
export interface StudioDescription {
  /** Name of the data set. */
  readonly name: string;
  /** Absolute path, or "builtin". */
  readonly path: string;
  /** Side of a view in pixels. */
  readonly imageSize: number;
  /** Training images. */
  readonly count: number;
  readonly choices: readonly NamedImage[];
  /** Side of a thumbnail, and the thumbnails of the choices: 8-bit RGB, one after another, base64. */
  readonly thumbnailSize: number;
  readonly thumbnails: string;
}

/** What is to be drawn. */
export interface StudioDrawParams {
  readonly source: StudioSource;
  readonly augment: AugmentConfig;
  /** Of the run whose views are shown. */
  readonly seed: number;
  /** Views are those of this epoch, and of those after it where there are many of one image. */
  readonly epoch: number;
  /** The image looked at, and another to compare its colours with. */
  readonly image: StudioImage;
  readonly other: StudioImage;
  /** Which branch of T `views` and `alone` are about. */
  readonly branch: 0 | 1;
  /** Views of the image: those of so many epochs. */
  readonly views: number;
  /** Positive pairs of the epoch: that of the image, then those of others from all over the split. */
  readonly pairs: number;
  /** Transformations, by their places in the branch's list, that are shown alone: applied always, and nothing else. */
  readonly alone: readonly number[];
  /** Views of each of these. */
  readonly aloneViews: number;
  /** Whether colour histograms are wanted. */
  readonly histograms: boolean;
  /**
   * Whether the views, which are the same, may be sent as a JPEG of good quality: a tenth of the bytes, for as long as a
   * slider moves.
   */
  readonly packed: boolean;
}

/** Colours of three crops: the image's two views, and the other image's second view. */
export interface CropColors {
  /** Pixels by brightness of a channel: crop, then channel (R, G, B), then bin from dark to bright. */
  readonly counts: readonly (readonly (readonly number[])[])[];
  /** Share of the pixels whose colours the image's two crops have in common, and the image's first and the other's. */
  readonly same: number;
  readonly other: number;
}

/** What was drawn, but for the pixels. */
export interface StudioDrawing {
  readonly imageSize: number;
  /** The images of the pairs. */
  readonly pairs: readonly NamedImage[];
  /** Without T's colour distortion, and with it; null where they were not asked for. */
  readonly colors: { readonly without: CropColors; readonly with: CropColors } | null;
}

/** What was drawn. */
export interface DrawnStudio extends StudioDrawing {
  /**
   * Views of S × S pixels, 8-bit RGB, one after another: the image itself (its evaluation view); `views`; two
   * for each pair; `aloneViews` for each of `alone`; and, with histograms, the three crops without colour distortion
   * and the three with it.
   */
  readonly pixels: Uint8Array;
}

/** How views are sent: as their bytes, or as a JPEG that is one view wide. */
export type PixelFormat = 'rgb' | 'jpeg';

/** A drawing as a client gets it; the pixels are in that format. */
export type ReceivedStudio = DrawnStudio & { readonly format: PixelFormat };

/** How pixels travel: as a frame of the pipe that the engine was given (`tools FD`), or in the answer as base64. */
export type SentPixels = { readonly frame: number } | { readonly base64: string };

/** The colour shortcut of T on the images. */
export interface StudioShortcutParams {
  readonly source: StudioSource;
  readonly augment: AugmentConfig;
  readonly seed: number;
  /** Images to measure it on, at most. */
  readonly images: number;
}

/** Opens the images, decoding them where need be: progress comes as `toolProgress`. Can be cancelled. */
export const studioOpenRequest = new RequestType<WithProgress<StudioOpenParams>, StudioDescription, void>(
  'studio/open',
);
/** Draws views as a run would make them, in milliseconds. Cancelled, it is not begun. */
export const studioDrawRequest = new RequestType<
  StudioDrawParams,
  StudioDrawing & { readonly format: PixelFormat; readonly pixels: SentPixels },
  void
>('studio/draw');
/** Measures the colour shortcut, in a second or so. Can be cancelled. */
export const studioShortcutRequest = new RequestType<StudioShortcutParams, ColorShortcut, void>(
  'studio/shortcut',
);
