import * as z from 'zod';
import { augmentSchema, type AugmentConfig, type Transform } from '../../engine/config/augmentation';
import type {
  ColorShortcut,
  NamedImage,
  PixelFormat,
  StudioDrawing,
  StudioDrawParams,
  StudioImage,
} from '../../engine/protocol/studioProtocol';

export type {
  ColorShortcut,
  CropColors,
  NamedImage,
  StudioDrawing,
  StudioImage,
} from '../../engine/protocol/studioProtocol';
export type { AugmentConfig, Transform, TransformType } from '../../engine/config/augmentation';

const path = z.string().min(1).max(10_000);

/** What a studio is opened on: where its images and its first T come from. */
export const studioOriginSchema = z.discriminatedUnion('kind', [
  /** A configuration file, by its absolute path: it can be saved to. */
  z.strictObject({ kind: z.literal('config'), path }),
  /** A run, by the absolute path of its folder. */
  z.strictObject({ kind: z.literal('run'), folder: path }),
  /** A data set, by its absolute path or "builtin". */
  z.strictObject({ kind: z.literal('dataset'), source: path }),
]);
export type StudioOrigin = z.output<typeof studioOriginSchema>;

const imageSchema = z.union([z.strictObject({ id: path }), z.strictObject({ path })]);

const draftSchema = z.strictObject({
  augment: augmentSchema,
  seed: z.int().min(0).max(0xffffffff),
});
/** What is edited in a studio. */
export type StudioDraft = z.output<typeof draftSchema>;

/** What is to be drawn; the images' source is the extension's to say. */
export type StudioAsk = Omit<StudioDrawParams, 'source' | 'augment' | 'seed'> & StudioDraft;

const count = (most: number) => z.int().min(0).max(most);

const askSchema = draftSchema.extend({
  epoch: count(1_000_000),
  image: imageSchema,
  other: imageSchema,
  branch: z.union([z.literal(0), z.literal(1)]),
  views: count(64),
  pairs: count(16),
  alone: z.array(count(31)).max(32).readonly(),
  aloneViews: count(8),
  histograms: z.boolean(),
  packed: z.boolean(),
});

/** A T to begin with, by name. */
export interface StudioPreset {
  readonly name: string;
  readonly description: string;
  readonly augment: AugmentConfig;
}

/** A studio that is open. */
export interface StudioView {
  readonly origin: StudioOrigin;
  /** What is edited, in a few words: "birds.simclr.json", "quick-shapes", "Built-in images". */
  readonly title: string;
  /** Name of the images, and how many there are to train on. */
  readonly dataset: string;
  readonly count: number;
  /** Side of a view in pixels. */
  readonly imageSize: number;
  /** T and seed as they are where they came from. */
  readonly base: StudioDraft;
  /** Name of the file that they can be saved to; null where there is none yet. */
  readonly file: string | null;
  /** The image to begin with, and one to compare its colours with. */
  readonly image: StudioImage;
  readonly other: StudioImage;
  readonly presets: readonly StudioPreset[];
  /** Every transformation as the schema has it by default. */
  readonly defaults: readonly Transform[];
}

/** Images to choose from; thumbnails are 8-bit RGB, one after another. */
export interface StudioChoices {
  readonly lot: number;
  readonly images: readonly NamedImage[];
  readonly side: number;
  readonly pixels: ArrayBuffer;
}

/** Extension → webview. */
export type ToStudio =
  /** The images are being listed or decoded; `share` is null while it is not known how far. */
  | { readonly type: 'opening'; readonly text: string; readonly share: number | null }
  | { readonly type: 'opened'; readonly studio: StudioView; readonly choices: StudioChoices }
  /** Nothing can be shown; the sentence says why. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'choices'; readonly choices: StudioChoices }
  /** The user has browsed to an image. */
  | { readonly type: 'image'; readonly image: StudioImage }
  /** What was asked for by that number; pixels as `DrawnStudio` says, in that format. */
  | {
      readonly type: 'drawn';
      readonly id: number;
      readonly drawing: StudioDrawing;
      readonly format: PixelFormat;
      readonly pixels: ArrayBuffer;
    }
  | { readonly type: 'notDrawn'; readonly id: number; readonly message: string }
  | { readonly type: 'shortcut'; readonly id: number; readonly shortcut: ColorShortcut }
  | { readonly type: 'notMeasured'; readonly id: number; readonly message: string }
  /** It was saved, or changed where it came from. */
  | {
      readonly type: 'base';
      readonly base: StudioDraft;
      readonly origin: StudioOrigin;
      readonly title: string;
      readonly file: string | null;
    };

/** Webview → extension; checked before anything is done with it. */
export const fromStudioSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** The webview's script has run: everything may be sent now. */
    z.strictObject({ type: z.literal('ready') }),
    /** Open the images again, after a failure. */
    z.strictObject({ type: z.literal('retry') }),
    z.strictObject({ type: z.literal('draw'), id: z.int(), ask: askSchema }),
    z.strictObject({ type: z.literal('measure'), id: z.int(), draft: draftSchema }),
    z.strictObject({ type: z.literal('choices'), lot: count(1_000_000) }),
    /** Let the user choose an image file. */
    z.strictObject({ type: z.literal('browse') }),
    /** Whether there is something that is not saved. */
    z.strictObject({ type: z.literal('unsaved'), unsaved: z.boolean() }),
    z.strictObject({ type: z.literal('save'), draft: draftSchema }),
    z.strictObject({ type: z.literal('saveAs'), draft: draftSchema }),
    z.strictObject({ type: z.literal('start'), draft: draftSchema }),
  ]),
);
export type FromStudio = z.output<typeof fromStudioSchema>;
