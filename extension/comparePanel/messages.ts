import * as z from 'zod';
import type { ShownState } from '../../engine/runs/readRun';
import type { SeriesKey, SeriesPart } from '../runPanel/messages';

/** A value of a configuration field: a number, a word, a switch, or a list as JSON. */
export type FieldValue = string | number | boolean | null;

/** A field of a configuration, flat: `optimizer.learningRate`, `augment.color.hue`. */
export interface ConfigField {
  readonly path: string;
  readonly value: FieldValue;
}

/** A value of a metric, and where in the run it was logged. */
export interface MetricPoint {
  readonly value: number;
  readonly step: number;
  /** A fraction. */
  readonly epoch: number;
  /** Seconds of training. */
  readonly time: number;
}

/** What became of a metric so far, from every logged line, unsmoothed. */
export interface MetricSummary {
  readonly last: MetricPoint;
  /** The lowest loss, the highest accuracy; null for metrics of which neither is better. */
  readonly best: MetricPoint | null;
}

/** Accuracies, 0 to 1, on h and z. null: not measured. */
export interface Accuracies {
  readonly linearH: number | null;
  readonly linearZ: number | null;
  readonly knnH: number | null;
  readonly knnZ: number | null;
}

/** The latest offline evaluation of a checkpoint. */
export interface LatestEvaluation extends Accuracies {
  readonly step: number;
}

/** A run of the comparison in words and numbers. Replaces the one before as a whole. */
export interface ComparedRun {
  /** Absolute path of the run folder, which names the run. */
  readonly folder: string;
  readonly id: string;
  readonly title: string;
  readonly state: ShownState;
  readonly queuePosition: number | null;
  /** Steps taken and to take; total is null until it is known. */
  readonly step: number;
  readonly totalSteps: number | null;
  readonly epochs: number;
  /** Seconds of training so far. */
  readonly seconds: number;
  /** Every field but the name, in the order of the schema, with some facts that the configuration led to. */
  readonly fields: readonly ConfigField[];
  /** Accuracy of always answering the most frequent class; null without labels, or before it is known. */
  readonly chance: number | null;
  /** Whether the images have classes; null before that is known. */
  readonly labelled: boolean | null;
  /** The evaluation at the end of the run; null before, or without labels. */
  readonly final: Accuracies | null;
  readonly evaluation: LatestEvaluation | null;
}

/** Extension → webview. */
export type ToComparePanel =
  /** The runs that are compared, in the order in which they were added. */
  | { readonly type: 'runs'; readonly folders: readonly string[] }
  | { readonly type: 'run'; readonly run: ComparedRun }
  /** The folder of a run is gone or unreadable; the sentence says so. */
  | { readonly type: 'missing'; readonly folder: string; readonly id: string; readonly message: string }
  /** New points of a run; parts as in the run panel. */
  | {
      readonly type: 'series';
      readonly folder: string;
      readonly parts: Readonly<Partial<Record<SeriesKey, SeriesPart>>>;
      readonly summaries: Readonly<Partial<Record<SeriesKey, MetricSummary>>>;
    };

const folder = z.string().min(1).max(4096);
const folders = z.array(folder).max(500);
const smoothing = z.number().min(0).max(0.999);
const text = z.string().max(20_000_000);

/** Webview → extension; checked before anything is done with it. */
export const fromComparePanelSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** The webview's script has run: everything may be sent now. `smoothing` as in the settings of charts. */
    z.strictObject({ type: z.literal('ready'), smoothing }),
    z.strictObject({ type: z.literal('smoothing'), smoothing }),
    /** The user is to choose runs to add. */
    z.strictObject({ type: z.literal('add') }),
    z.strictObject({ type: z.literal('remove'), folder }),
    /** Open the panel of a run. */
    z.strictObject({ type: z.literal('open'), folder }),
    /** Show the two configurations in the editor's comparison. */
    z.strictObject({ type: z.literal('diff'), a: folder, b: folder }),
    z.strictObject({ type: z.literal('copy'), text }),
    /** A file to save: a picture of a chart (png: base64), or the table (csv: text). */
    z.strictObject({
      type: z.literal('export'),
      name: z.string().regex(/^[a-z-]{1,40}$/),
      format: z.enum(['png', 'svg', 'csv']),
      data: text,
    }),
    /** The points of a metric to save, every logged line of the runs in `folders`. */
    z.strictObject({ type: z.literal('exportMetric'), metric: z.string().max(40), folders }),
  ]),
);
export type FromComparePanel = z.infer<typeof fromComparePanelSchema>;
