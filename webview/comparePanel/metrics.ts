import type { SeriesKey } from '../../extension/runPanel/messages';
import type { AxisSpec } from '../charts/chartSpec';

/** How a metric is shown where runs are compared by it. */
export interface ComparedMetric {
  readonly key: SeriesKey;
  /** Letters and dashes. */
  readonly id: string;
  readonly title: string;
  readonly size: 'large' | 'small';
  /** What it shows and what is good, in a sentence or two. */
  readonly meaning: string;
  readonly axis: AxisSpec;
  readonly canBeLog: boolean;
  /** Logged at every step, and smoothed. */
  readonly everyStep: boolean;
  readonly better: 'lower' | 'higher' | null;
}

const accuracy: AxisSpec = { title: 'accuracy', unit: 'share', low: 0, lowest: 0, highest: 1 };
const rank: AxisSpec = { title: 'effective rank', unit: 'number', low: 0, lowest: 0 };

/** The metrics that are drawn, in the order in which their charts stand. */
export const comparedMetrics: readonly ComparedMetric[] = [
  {
    key: 'loss',
    id: 'loss',
    title: 'Loss',
    size: 'large',
    meaning:
      'The contrastive loss. It depends on its type, batch size and temperature: of runs that differ in those, compare the probes.',
    axis: { title: 'contrastive loss', unit: 'loss' },
    canBeLog: true,
    everyStep: true,
    better: 'lower',
  },
  {
    key: 'probe.h',
    id: 'probe-h',
    title: 'Linear probe h',
    size: 'large',
    meaning:
      'Share of evaluation images whose class a linear classifier predicts from the representation h. Higher is better.',
    axis: accuracy,
    canBeLog: true,
    everyStep: false,
    better: 'higher',
  },
  {
    key: 'contrastiveAccuracy',
    id: 'contrastive-accuracy',
    title: 'Contrastive accuracy',
    size: 'small',
    meaning:
      'How often a view finds its partner among all others of the batch. Higher is better, at the same batch size.',
    axis: { title: 'contrastive accuracy', unit: 'share', low: 0, high: 0.06, lowest: 0, highest: 1 },
    canBeLog: true,
    everyStep: true,
    better: 'higher',
  },
  {
    key: 'probe.z',
    id: 'probe-z',
    title: 'Linear probe z',
    size: 'small',
    meaning: 'The same from the projection z, after the head. Higher is better.',
    axis: accuracy,
    canBeLog: true,
    everyStep: false,
    better: 'higher',
  },
  {
    key: 'knn.h',
    id: 'knn',
    title: 'kNN h',
    size: 'small',
    meaning: 'The same by nearest neighbours on h, also before the first step. Higher is better.',
    axis: accuracy,
    canBeLog: true,
    everyStep: false,
    better: 'higher',
  },
  {
    key: 'alignment',
    id: 'alignment',
    title: 'Alignment',
    size: 'small',
    meaning:
      'Mean squared distance of the two views of an image. Lower is better, unless uniformity is lost.',
    axis: { title: 'alignment', unit: 'number', low: 0, lowest: 0 },
    canBeLog: true,
    everyStep: false,
    better: 'lower',
  },
  {
    key: 'uniformity',
    id: 'uniformity',
    title: 'Uniformity',
    size: 'small',
    meaning: 'How evenly the images cover the sphere. Lower is better.',
    axis: { title: 'uniformity', unit: 'number', high: 0, highest: 0 },
    canBeLog: false,
    everyStep: false,
    better: 'lower',
  },
  {
    key: 'rank.h',
    id: 'rank-h',
    title: 'Effective rank h',
    size: 'small',
    meaning: 'Over how many directions h spreads. Near 1 the representation has collapsed.',
    axis: rank,
    canBeLog: true,
    everyStep: false,
    better: 'higher',
  },
  {
    key: 'rank.z',
    id: 'rank-z',
    title: 'Effective rank z',
    size: 'small',
    meaning: 'Over how many directions z spreads.',
    axis: rank,
    canBeLog: true,
    everyStep: false,
    better: 'higher',
  },
  {
    key: 'learningRate',
    id: 'learning-rate',
    title: 'Learning rate',
    size: 'small',
    meaning: 'How far the weights move at a step: the schedule with its warm-up.',
    axis: { title: 'learning rate', unit: 'number', low: 0, lowest: 0 },
    canBeLog: true,
    everyStep: false,
    better: null,
  },
  {
    key: 'viewsPerSecond',
    id: 'speed',
    title: 'Views per second',
    size: 'small',
    meaning: 'How fast training goes: two views an image.',
    axis: { title: 'views/s', unit: 'rate', low: 0, lowest: 0 },
    canBeLog: true,
    everyStep: true,
    better: null,
  },
];

/** Metrics that exist only where images have labels. */
export const labelledMetrics: readonly SeriesKey[] = ['probe.h', 'probe.z', 'knn.h'];
