import type { LossDescription } from '../../engine/config/describeLoss';
import type { ChartSpec, SeriesSpec } from '../charts/chartSpec';

const solid: readonly number[] = [];

/** A metric of every step, alone in its chart. */
function alone(key: SeriesSpec['key'], label: string, smoothed: boolean): readonly SeriesSpec[] {
  return [{ key, label, color: 'plain', dash: solid, marker: null, axis: 'left', smoothed }];
}

/** The charts of the run panel, in the order in which they stand, of a run that trains by this loss. */
export function chartSpecs(loss: LossDescription): readonly ChartSpec[] {
  return [lossChart(loss), ...otherCharts];
}

function lossChart({ name, chance, canBeNegative }: LossDescription): ChartSpec {
  const title = `${name} loss`;
  const below = chance === null ? '' : ' below chance';
  return {
    id: 'loss',
    title: 'Loss',
    size: 'large',
    meaning: `The contrastive loss (${name}), and how often a view finds its partner among all others of the batch. The loss should fall${below}, the accuracy rise.`,
    left: { title, unit: 'loss', ...(canBeNegative ? {} : { lowest: 0 }) },
    right: { title: 'contrastive accuracy', unit: 'share', low: 0, high: 0.06, lowest: 0, highest: 1 },
    canBeLog: !canBeNegative,
    series: [
      {
        key: 'loss',
        label: title,
        color: 'loss',
        dash: solid,
        marker: null,
        axis: 'left',
        smoothed: true,
      },
      {
        key: 'contrastiveAccuracy',
        label: 'contrastive accuracy',
        color: 'contrastive',
        dash: [7, 3],
        marker: null,
        axis: 'right',
        smoothed: true,
      },
    ],
  };
}

const otherCharts: readonly ChartSpec[] = [
  {
    id: 'probe',
    title: 'Linear probe',
    size: 'large',
    meaning:
      'Share of evaluation images whose class a linear classifier predicts from h (before the projection head) and from z (after it), and the nearest neighbours on h. Higher is better; all should leave chance and the untrained encoder behind.',
    left: { title: 'accuracy', unit: 'share', low: 0, lowest: 0, highest: 1 },
    right: null,
    canBeLog: true,
    series: [
      {
        key: 'probe.h',
        label: 'h',
        color: 'h',
        dash: solid,
        marker: 'circle',
        axis: 'left',
        smoothed: false,
      },
      {
        key: 'probe.z',
        label: 'z',
        color: 'z',
        dash: [8, 3],
        marker: 'rectRot',
        axis: 'left',
        smoothed: false,
      },
      {
        key: 'knn.h',
        label: 'kNN',
        color: 'knn',
        dash: [3, 2],
        marker: 'triangle',
        axis: 'left',
        smoothed: false,
      },
    ],
  },
  {
    id: 'learning-rate',
    title: 'Learning rate',
    size: 'small',
    meaning: 'How far the weights move at a step: the schedule with its warm-up.',
    left: { title: 'learning rate', unit: 'number', low: 0, lowest: 0 },
    right: null,
    canBeLog: true,
    series: alone('learningRate', 'learning rate', false),
  },
  {
    id: 'alignment-uniformity',
    title: 'Alignment, uniformity',
    size: 'small',
    meaning:
      'Alignment: mean squared distance of the two views of an image. Uniformity: how evenly the images cover the sphere. Lower is better for both.',
    left: { title: 'alignment', unit: 'number', low: 0, lowest: 0 },
    right: { title: 'uniformity', unit: 'number', high: 0, highest: 0 },
    canBeLog: false,
    series: [
      {
        key: 'alignment',
        label: 'alignment',
        color: 'alignment',
        dash: solid,
        marker: 'circle',
        axis: 'left',
        smoothed: false,
      },
      {
        key: 'uniformity',
        label: 'uniformity',
        color: 'uniformity',
        dash: [6, 3],
        marker: 'rectRot',
        axis: 'right',
        smoothed: false,
      },
    ],
  },
  {
    id: 'rank',
    title: 'Effective rank',
    size: 'small',
    meaning:
      'Over how many directions h and z spread. Near 1 the representation has collapsed: all images look alike to it.',
    left: { title: 'effective rank', unit: 'number', low: 0, lowest: 0 },
    right: null,
    canBeLog: true,
    series: [
      {
        key: 'rank.h',
        label: 'h',
        color: 'h',
        dash: solid,
        marker: 'circle',
        axis: 'left',
        smoothed: false,
      },
      {
        key: 'rank.z',
        label: 'z',
        color: 'z',
        dash: [8, 3],
        marker: 'rectRot',
        axis: 'left',
        smoothed: false,
      },
    ],
  },
  {
    id: 'data-wait',
    title: 'Waiting for data',
    size: 'small',
    meaning:
      'Share of the time in which training waits for views. Much above 0, more loader threads or smaller images would make it faster.',
    left: { title: 'share of time', unit: 'share', low: 0, high: 0.06, lowest: 0, highest: 1 },
    right: null,
    canBeLog: true,
    series: alone('dataWait', 'waiting for data', true),
  },
  {
    id: 'gradient-norm',
    title: 'Gradient norm',
    size: 'small',
    meaning: 'Length of the gradient over all weights. Sudden peaks are steps that shook the network.',
    left: { title: 'gradient norm', unit: 'number', low: 0, lowest: 0 },
    right: null,
    canBeLog: true,
    series: alone('gradientNorm', 'gradient norm', true),
  },
  {
    id: 'speed',
    title: 'Views per second',
    size: 'small',
    meaning: 'How fast training goes: two views an image.',
    left: { title: 'views/s', unit: 'rate', low: 0, lowest: 0 },
    right: null,
    canBeLog: true,
    series: alone('viewsPerSecond', 'views/s', true),
  },
];
