import type { EvaluationRecord } from '../runs/evaluationRecord';
import { formatCount, formatDuration, formatShare } from './formatNumbers';
import { learningText, shortcutText } from './learningText';
import type { Style } from './style';
import { formatTable, type Column } from './table';
import type { Terminal } from './terminal';

/** What an evaluation found, as lines: accuracies, geometry, and what each of h and z knows. */
export function evaluationText(record: EvaluationRecord, { style }: Pick<Terminal, 'style'>): string[] {
  const { step, dataset, seconds } = record;
  const { trainImages, testImages } = dataset;
  const heading =
    `${style.bold(`Step ${formatCount(step)}`)} on ${dataset.name}: fitted to ${formatCount(trainImages)} images, ` +
    `judged on ${formatCount(testImages)}, in ${formatDuration(seconds)}.`;
  const sections = [
    accuracies(record, style),
    ...learningText(record, style),
    factors(record, style),
    shortcutText(record),
    geometry(record, style),
  ];
  return [heading, ...sections.filter((lines) => lines.length > 0).flatMap((lines) => ['', ...lines])];
}

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

function accuracies({ linear, knn, chance, request }: EvaluationRecord, style: Style): string[] {
  const row = (name: string, top1: number, top5: number | null) => [
    name,
    style.bold(formatShare(top1)),
    formatShare(top5),
    formatShare(chance),
  ];
  const rows = (['h', 'z'] as const).flatMap((on) => [
    ...(linear === null ? [] : [row(`linear evaluation on ${on}`, linear[on].top1, linear[on].top5)]),
    ...(knn === null ? [] : [row(`kNN on ${on}, k = ${request.neighbours}`, knn[on].top1, knn[on].top5)]),
  ]);
  if (rows.length === 0) return [];
  return formatTable([left('class'), right('top-1'), right('top-5'), right('chance')], rows, '  ');
}

function factors({ factors: found }: EvaluationRecord, style: Style): string[] {
  if (found === null || found.length === 0) return [];
  const rows = found.map(({ name, h, z, chance }) => [
    name,
    formatShare(h),
    formatShare(z),
    formatShare(chance),
    // Differences within a point or two are noise on a thousand images.
    h - z > 0.05 ? style.dim('lost in the head') : '',
  ]);
  return formatTable([left('what it knows'), right('h'), right('z'), right('chance'), left('')], rows, '  ');
}

function geometry({ metrics }: EvaluationRecord, style: Style): string[] {
  if (metrics === null) return [];
  const { h, z } = metrics;
  const row = (name: string, write: (of: typeof h) => string) => [name, write(h), write(z)];
  const distance = (value: number | null) => (value === null ? '–' : value.toFixed(3));
  return formatTable(
    [left('geometry'), right('h'), right('z')],
    [
      row('alignment', ({ alignment }) => alignment.toFixed(3)),
      row('uniformity', ({ uniformity }) => uniformity.toFixed(2)),
      row(
        'effective rank',
        ({ rank, largestRank }) => `${rank.toFixed(1)} ${style.dim(`of ${largestRank}`)}`,
      ),
      row('distance within a class', ({ intraClass }) => distance(intraClass)),
      row('distance between classes', ({ interClass }) => distance(interClass)),
    ],
    '  ',
  );
}
