import * as z from 'zod';
import type { LossDescription } from '../../engine/config/describeLoss';
import {
  chartExportSchema,
  chartSettingsSchema,
  type ChartSettings,
  type SeriesKey,
  type SeriesPart,
} from '../runPanel/messages';
import { featureImageSchema, type ToFeatureMaps } from './featureMapsMessages';
import type { ToKnownSection } from './knownMessages';
import type { ComparedNames, ComparedTensor, FromWorker, TensorLine } from './workerMessages';

export type {
  KnownEvaluation,
  KnownImage,
  KnownView,
  NearImage,
  Neighbourhood,
  ToKnownSection,
} from './knownMessages';
export type {
  ComparedNames,
  ComparedTensor,
  FilterPictures,
  LineStatistics,
  TensorLine,
} from './workerMessages';

/** What can be done with a checkpoint of a run. */
export const checkpointActions = [
  'resume',
  'evaluate',
  'embeddings',
  'export',
  'openRun',
  'copyPath',
  'reveal',
] as const;
export type CheckpointAction = (typeof checkpointActions)[number];

/** A file as its page shows it. */
export interface CheckpointView {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly tensors: readonly TensorLine[];
  /** More than `tensors` where not all are shown. */
  readonly tensorCount: number;
  /** A sentence or two of what it is. */
  readonly summary: string;
  /** What made it, a name and a value each; empty where nobody says. */
  readonly origin: readonly (readonly [name: string, value: string])[];
  /** The whole configuration as indented JSON; null where it is not in the file. */
  readonly configText: string | null;
  /** Free text of other programs in its header. */
  readonly metadata: readonly (readonly [name: string, value: string])[];
  /** The run that it lies in; null elsewhere. */
  readonly run: RunPlace | null;
}

/** The run that a checkpoint is of. */
export interface RunPlace {
  readonly title: string;
  readonly step: number;
  readonly loss: LossDescription;
  /** Why an action is not possible now; those that are not here are. */
  readonly refusals: Readonly<Partial<Record<CheckpointAction, string>>>;
  /** Its other checkpoints, the latest first. */
  readonly others: readonly { readonly step: number; readonly path: string }[];
}

/** Extension → webview. */
export type ToCheckpointPage =
  | { readonly type: 'checkpoint'; readonly view: CheckpointView }
  | ToKnownSection
  | Extract<FromWorker, { type: 'statistics' | 'filters' | 'channels' }>
  | {
      readonly type: 'series';
      readonly parts: Readonly<Partial<Record<SeriesKey, SeriesPart>>>;
      readonly latest: Readonly<Partial<Record<SeriesKey, number>>>;
    }
  | ToFeatureMaps
  | { readonly type: 'settings'; readonly settings: ChartSettings }
  /** `name`: of the other file. */
  | {
      readonly type: 'compared';
      readonly name: string;
      readonly names: ComparedNames;
      readonly found: readonly ComparedTensor[];
      readonly done: number;
      readonly total: number;
      /** 0 to 1, of what is to be read. */
      readonly share: number;
    }
  /** A comparison begins, or has failed for a reason. */
  | { readonly type: 'comparing'; readonly name: string; readonly failure: string | null }
  /** The file is being read anew: what was said of it before holds no longer. */
  | { readonly type: 'loading' }
  /** The file cannot be shown; the sentence says why. */
  | { readonly type: 'failed'; readonly message: string };

/** Webview → extension; checked before anything is done with it. */
export const fromCheckpointPageSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** The webview's script has run: everything may be sent now. */
    z.strictObject({ type: z.literal('ready') }),
    z.strictObject({ type: z.literal('action'), action: z.enum(checkpointActions) }),
    /** The norms of the channels of a tensor are wanted. */
    z.strictObject({ type: z.literal('channels'), index: z.int().min(0) }),
    /** With the run's checkpoint of this step; null asks for a file. */
    z.strictObject({ type: z.literal('compare'), step: z.int().min(0).nullable() }),
    /** What the encoder makes of an image is wanted; null asks for a file. */
    z.strictObject({ type: z.literal('maps'), image: featureImageSchema.nullable() }),
    z.strictObject({ type: z.literal('cancelMaps') }),
    /** The neighbours of the images of a turn are wanted. */
    z.strictObject({ type: z.literal('neighbours'), turn: z.int().min(0).max(1_000_000) }),
    z.strictObject({ type: z.literal('thumbnails'), ids: z.array(z.string().max(4096)).min(1).max(256) }),
    z.strictObject({ type: z.literal('openEvaluation'), path: z.string().max(4096) }),
    z.strictObject({ type: z.literal('settings'), settings: chartSettingsSchema }),
    chartExportSchema,
  ]),
);
export type FromCheckpointPage = z.infer<typeof fromCheckpointPageSchema>;
