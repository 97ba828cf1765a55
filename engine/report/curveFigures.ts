import { describeLoss } from '../config/describeLoss';
import { formatCount, formatLoss, formatShare } from '../format/formatNumbers';
import type { MetricKey } from '../runs/metricsLine';
import type { RunRecord } from '../runs/runRecord';
import { describeChart, lineChart, type ChartLine } from './lineChart';
import type { Curves } from './readCurves';
import type { Figure } from './report';

interface Drawn {
  readonly key: MetricKey;
  readonly label: string;
  readonly role: ChartLine['role'];
}

interface ChartPlan {
  readonly name: string;
  readonly title: string;
  readonly lines: readonly Drawn[];
  readonly format: (value: number) => string;
  /** Whether chance and the untrained encoder are drawn with it. */
  readonly references?: true;
}

const decimals = (value: number) => String(Number(value.toPrecision(3)));
const percent = (share: number) => `${decimals(100 * share)} %`;

/** The charts, in the order in which one looks at them. */
const plans: readonly ChartPlan[] = [
  {
    name: 'loss',
    title: 'Loss',
    lines: [{ key: 'loss', label: 'loss', role: 'loss' }],
    format: decimals,
  },
  {
    ...{ name: 'accuracy', title: 'Accuracy of the class', format: percent, references: true },
    lines: [
      { key: 'probe.h', label: 'probe h', role: 'h' },
      { key: 'probe.z', label: 'probe z', role: 'z' },
      { key: 'knn.h', label: 'kNN h', role: 'knn' },
    ],
  },
  {
    ...{ name: 'contrastive', title: 'Contrastive accuracy', format: percent },
    lines: [{ key: 'contrastiveAccuracy', label: 'positive found', role: 'loss' }],
  },
  {
    ...{ name: 'learning-rate', title: 'Learning rate', format: decimals },
    lines: [{ key: 'learningRate', label: 'rate', role: 'plain' }],
  },
  {
    ...{ name: 'gradient-norm', title: 'Norm of the gradient', format: decimals },
    lines: [{ key: 'gradientNorm', label: 'norm', role: 'plain' }],
  },
  {
    ...{ name: 'alignment', title: 'Alignment and uniformity', format: decimals },
    lines: [
      { key: 'alignment', label: 'alignment', role: 'h' },
      { key: 'uniformity', label: 'uniformity', role: 'z' },
    ],
  },
  {
    ...{ name: 'entropy', title: 'Entropy of the contrastive distribution', format: decimals },
    lines: [{ key: 'entropy', label: 'nats', role: 'plain' }],
  },
  {
    ...{ name: 'rank', title: 'Effective rank', format: decimals },
    lines: [
      { key: 'rank.h', label: 'h', role: 'h' },
      { key: 'rank.z', label: 'z', role: 'z' },
    ],
  },
  {
    ...{ name: 'speed', title: 'Views a second', format: formatCount },
    lines: [{ key: 'viewsPerSecond', label: 'views/s', role: 'plain' }],
  },
  {
    ...{ name: 'data-wait', title: 'Waiting for data', format: percent },
    lines: [{ key: 'dataWait', label: 'share of time', role: 'plain' }],
  },
];

/** A chart for each group of metrics of which something was logged. */
export function curveFigures(curves: Curves, record: RunRecord): Figure[] {
  return plans.flatMap(({ name, title: heading, lines, format, references }) => {
    const title = name === 'loss' ? `${heading} (${describeLoss(record.config).name})` : heading;
    const drawn = lines.flatMap(({ key, label, role }) => {
      const curve = curves.get(key);
      const write = key === 'loss' ? formatLoss : format === percent ? formatShare : format;
      return curve === undefined ? [] : [{ label, role, points: curve.points, last: write(curve.last) }];
    });
    if (drawn.length === 0) return [];
    const levels = references === undefined ? [] : levelsOf(record);
    const markup = lineChart({ title, lines: drawn, references: levels, format });
    return [{ name, alt: describeChart(title, drawn), image: { type: 'svg', markup } }];
  });
}

function levelsOf({ summary, dataset }: RunRecord): { label: string; y: number }[] {
  const classes = dataset?.classes?.length ?? 0;
  const chance = summary?.linear?.chance ?? (classes > 0 ? 1 / classes : undefined);
  const untrained = summary?.linear?.untrainedH;
  return [
    ...(chance === undefined ? [] : [{ label: 'chance', y: chance }]),
    ...(untrained === undefined ? [] : [{ label: 'untrained encoder', y: untrained }]),
  ];
}
