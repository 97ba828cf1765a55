import * as z from 'zod';
import type { ConfigDifference } from '../../engine/config/configDifferences';
import type { LossDescription } from '../../engine/config/describeLoss';
import type { PhaseProgress } from '../../engine/protocol/runEvent';
import type { PairSample } from '../../engine/protocol/runProtocol';
import type { RunDataset, RunDevice, RunPlan, RunSummary, RunWarning } from '../../engine/runs/runRecord';
import type { ShownState } from '../../engine/runs/readRun';
import type { MetricKey } from '../../engine/runs/metricsLine';

/** Metrics that the run panel draws; step, epoch and time are the x axes. */
export type SeriesKey = Exclude<MetricKey, 'step' | 'epoch' | 'time'>;

/** The state of a run as the panel's head shows it. Replaces the one before as a whole. */
export interface RunView {
  readonly folder: string;
  readonly id: string;
  readonly title: string;
  readonly state: ShownState;
  /** Why it is in that state; with the remedy where there is one. */
  readonly reason: string | null;
  readonly queuePosition: number | null;
  /** Which of the panel's actions are possible now. */
  readonly actions: readonly RunAction[];
  readonly phase: PhaseProgress | null;
  /** Steps taken and to take; total is null until it is known. */
  readonly step: number;
  readonly totalSteps: number | null;
  readonly epoch: number;
  readonly epochs: number;
  /** Seconds, estimated; null where it is not training. */
  readonly secondsLeft: number | null;
  /** Seconds of training so far. */
  readonly seconds: number;
  readonly viewsPerSecond: number | null;
  readonly device: RunDevice | null;
  readonly dataset: RunDataset | null;
  readonly plan: RunPlan | null;
  readonly seed: number;
  readonly temperature: number;
  readonly loss: LossDescription;
  /** Accuracy of always answering the most frequent class; null without labels. */
  readonly chance: number | null;
  /** What the evaluation showed so far, in one or two plain sentences; null where there is none yet. */
  readonly finding: string | null;
  readonly warnings: readonly RunWarning[];
  readonly summary: RunSummary | null;
  /** Preset that the configuration is closest to, and the fields that differ from it (a: preset, b: run). */
  readonly preset: string;
  readonly differences: readonly ConfigDifference[];
  /** The whole configuration, as indented JSON. */
  readonly configText: string;
  /** Where its first weights are from, unless from its seed; the host; and the version of each program. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** Last lines of engine.log. */
  readonly logTail: readonly string[];
  /** Steps of the checkpoints on disk, and of the best one. */
  readonly checkpoints: readonly number[];
  readonly bestStep: number | null;
}

/** Buttons of the panel that act on the run. */
export const runActions = [
  'pause',
  'resume',
  'trainInMicroBatches',
  'stop',
  'checkpoint',
  'openConfig',
  'openLog',
  'reveal',
  'duplicate',
  'embeddings',
] as const;
export type RunAction = (typeof runActions)[number];

/**
 * Points of a series. A long series is cut into buckets of equal numbers of lines, and each bucket gives its lowest
 * and highest point in the order in which they came, so that no spike is lost. All arrays are of one length.
 */
export interface SeriesPart {
  /** Points before this index stay as they are; all later ones are replaced by these. 0 replaces the series. */
  readonly from: number;
  readonly step: Float64Array;
  readonly epoch: Float64Array;
  /** Seconds of training. */
  readonly time: Float64Array;
  readonly value: Float64Array;
  /** The smoothed series at these points, computed from every line; empty where smoothing is 0. */
  readonly smooth: Float64Array;
}

/** Extension → webview. */
export type ToRunPanel =
  | { readonly type: 'view'; readonly view: RunView }
  /** The latest value of each metric comes in `latest`, unsmoothed. */
  | {
      readonly type: 'series';
      readonly parts: Readonly<Partial<Record<SeriesKey, SeriesPart>>>;
      readonly latest: Readonly<Partial<Record<SeriesKey, number>>>;
      /** Logged lines so far. */
      readonly lines: number;
    }
  /**
   * `sample` is what the engine last drew, null until it has; `sheet` is the PNG (base64) that the run left of its
   * first batch, null until it has.
   */
  | { readonly type: 'pairs'; readonly sample: PairSample | null; readonly sheet: string | null }
  /** The run folder is gone or unreadable; the sentence says so. */
  | { readonly type: 'gone'; readonly message: string }
  | { readonly type: 'settings'; readonly settings: ChartSettings };

/** How the charts are drawn; kept for all panels and over restarts. */
export const chartSettingsSchema = z.strictObject({
  /** Weight of the past in the moving average, 0 (none) to 0.999. */
  smoothing: z.number().min(0).max(0.999),
  xAxis: z.enum(['step', 'epoch', 'time']),
  /** Charts with a logarithmic y axis. */
  logarithmic: z.array(z.string().max(40)).max(20),
  /** Charts whose table is shown. */
  tables: z.array(z.string().max(40)).max(20),
});
export type ChartSettings = z.infer<typeof chartSettingsSchema>;

/** A chart to save. png: base64; svg: text. A CSV is written by the extension from every logged line of `keys`. */
export const chartExportSchema = z.strictObject({
  type: z.literal('export'),
  chart: z.string().regex(/^[a-z-]{1,40}$/),
  format: z.enum(['png', 'svg', 'csv']),
  keys: z.array(z.string().max(40)).max(20),
  data: z.string().max(20_000_000),
});
export type ChartExport = z.infer<typeof chartExportSchema>;

/** Webview → extension; checked before anything is done with it. */
export const fromRunPanelSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** The webview's script has run: everything may be sent now. */
    z.strictObject({ type: z.literal('ready') }),
    z.strictObject({ type: z.literal('action'), action: z.enum(runActions) }),
    z.strictObject({ type: z.literal('newPairs'), count: z.int().min(1).max(64) }),
    z.strictObject({ type: z.literal('settings'), settings: chartSettingsSchema }),
    z.strictObject({ type: z.literal('openCheckpoint'), step: z.int().min(0) }),
    z.strictObject({ type: z.literal('revealCheckpoint'), step: z.int().min(0) }),
    chartExportSchema,
  ]),
);
export type FromRunPanel = z.infer<typeof fromRunPanelSchema>;
