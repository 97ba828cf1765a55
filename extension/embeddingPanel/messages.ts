import * as z from 'zod';
import type { Judgement } from '../../engine/protocol/embeddingProtocol';
import type { EmbeddingImages } from '../../engine/runs/embeddingImages';

export type { ImageJudgement, Judgement } from '../../engine/protocol/embeddingProtocol';
export type { EmbeddingFactor, EmbeddingImages } from '../../engine/runs/embeddingImages';

/** A step of the run that can be looked at. */
export interface EmbeddingStep {
  readonly step: number;
  /** A fraction; null where the run does not say how many steps an epoch has. */
  readonly epoch: number | null;
  /** Whether its embeddings are on disk; otherwise it has a checkpoint from which they can be computed. */
  readonly saved: boolean;
  readonly checkpoint: boolean;
}

/** The run as the panel's head shows it. Replaces the one before as a whole. */
export interface EmbeddingRunView {
  readonly folder: string;
  readonly id: string;
  readonly title: string;
  /** In a word: "finished". */
  readonly state: string;
  /** Ascending. */
  readonly steps: readonly EmbeddingStep[];
  /** Whether the engine may be started: the workspace is trusted. */
  readonly mayCompute: boolean;
  readonly seed: number;
}

/** How well something is known from h and from z. Shares, 0 to 1. */
export interface KnownThing {
  readonly name: string;
  /** Of the class; a recorded factor; something that was done to the images. */
  readonly kind: 'class' | 'recorded' | 'transformation';
  readonly chance: number | null;
  readonly h: number | null;
  readonly z: number | null;
}

/** A measure of how the images lie to one another. */
export interface Measure {
  readonly name: 'alignment' | 'uniformity' | 'rank';
  readonly h: number | null;
  readonly z: number | null;
  /** The largest possible values, for the rank. */
  readonly most: { readonly h: number; readonly z: number } | null;
}

/** The numbers of a step. */
export interface Knowledge {
  readonly step: number;
  /** Where they come from: `simclr evaluate` on that checkpoint, or what the run measured as it passed. */
  readonly source: 'evaluation' | 'run';
  readonly things: readonly KnownThing[];
  readonly measures: readonly Measure[];
}

/** Numbers in rows, an image each, float32. */
export interface SentMatrix {
  readonly data: ArrayBuffer;
  readonly size: number;
}

/** Work of the engine that the panel waits for. */
export interface PanelWork {
  readonly kind: 'compute' | 'judge';
  readonly step: number;
  /** In words: "Embedding". */
  readonly phase: string;
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

/** What can go wrong and is said in its place. */
export const failures = ['load', 'compute', 'judge', 'thumbnails'] as const;

/** Small images, 8-bit RGB one after another; of those that are not found the page says so. */
export interface SentThumbnails {
  readonly type: 'thumbnails';
  readonly ids: readonly string[];
  readonly side: number;
  readonly rgb: ArrayBuffer;
  readonly found: readonly boolean[];
}

/** Extension → webview. */
export type ToEmbeddingPanel =
  /** `show`: a step to turn to, from a checkpoint's line in the tree; null leaves it to the page. */
  | { readonly type: 'run'; readonly run: EmbeddingRunView; readonly show: number | null }
  | {
      readonly type: 'embeddings';
      readonly step: number;
      readonly h: SentMatrix;
      readonly z: SentMatrix;
      readonly images: EmbeddingImages;
      /** Images on disk, where there are too many and a fair sample of them was sent; null where all were. */
      readonly sampledOf: number | null;
    }
  /** Of every step of which something is known. */
  | { readonly type: 'knowledge'; readonly steps: readonly Knowledge[] }
  | SentThumbnails
  | { readonly type: 'judgement'; readonly step: number; readonly judgement: Judgement }
  /** null: nothing is at work. */
  | { readonly type: 'work'; readonly work: PanelWork | null }
  | {
      readonly type: 'failed';
      readonly what: (typeof failures)[number];
      readonly step: number | null;
      readonly message: string;
    }
  /** The run folder is gone or unreadable; the sentence says so. */
  | { readonly type: 'gone'; readonly message: string };

const step = z.int().min(0);

/** Webview → extension; checked before anything is done with it. */
export const fromEmbeddingPanelSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** The webview's script has run: everything may be sent now. */
    z.strictObject({ type: z.literal('ready') }),
    /** The embeddings of a step are wanted. */
    z.strictObject({ type: z.literal('load'), step }),
    /** The checkpoint of a step is to be embedded. */
    z.strictObject({ type: z.literal('compute'), step }),
    /** Each image is to be judged by a probe on h and on z. */
    z.strictObject({ type: z.literal('judge'), step }),
    /** The work under way is not wanted any more. */
    z.strictObject({ type: z.literal('cancel') }),
    z.strictObject({ type: z.literal('thumbnails'), ids: z.array(z.string().max(4096)).min(1).max(256) }),
    /** The checkpoint of a step is to be evaluated. */
    z.strictObject({ type: z.literal('evaluate'), step }),
    z.strictObject({ type: z.literal('openRun') }),
    /** A picture (base64) or a table to save. */
    z.strictObject({
      type: z.literal('export'),
      format: z.enum(['png', 'csv']),
      step,
      data: z.string().max(60_000_000),
    }),
    /** h or z to save: of these images, or of all where there are none. */
    z.strictObject({
      type: z.literal('exportMatrix'),
      step,
      space: z.enum(['h', 'z']),
      ids: z.array(z.string().max(4096)).max(1_000_000),
    }),
  ]),
);
export type FromEmbeddingPanel = z.infer<typeof fromEmbeddingPanelSchema>;
