import { lossThreshold, type Accuracies, type EvaluationRecord } from '../runs/evaluationRecord';
import { left, right, strong, type Table, type Text } from './blocks';
import { formatCount, formatDuration, formatShare } from './formatNumbers';
import { learningTables } from './learningTables';

/** "birds: fitted to 5,000 images, judged on 1,000, in 1 min 15 s". */
export function describeEvaluation({ dataset, seconds }: EvaluationRecord): string {
  const { name, trainImages, testImages } = dataset;
  return `${name}: fitted to ${formatCount(trainImages)} images, judged on ${formatCount(testImages)}, in ${formatDuration(seconds)}`;
}

/**
 * What an evaluation found, for whoever writes it: accuracies of the class, what networks learnt from labels, what else
 * h and z know, colours alone, geometry; what was not asked for is left out.
 */
export function evaluationBlocks(record: EvaluationRecord): (Table | Text)[] {
  return [
    ...accuracies(record),
    ...learningTables(record),
    ...factors(record),
    ...shortcut(record),
    ...geometry(record),
  ];
}

function accuracies({ linear, knn, chance, request }: EvaluationRecord): Table[] {
  const row = (name: string, { top1, top5 }: Accuracies) => [
    name,
    formatShare(top1),
    formatShare(top5),
    formatShare(chance),
  ];
  const rows = (['h', 'z'] as const).flatMap((on) => [
    ...(linear === null ? [] : [row(`linear evaluation on ${on}`, linear[on])]),
    ...(knn === null ? [] : [row(`kNN on ${on}, k = ${request.neighbours}`, knn[on])]),
  ]);
  if (rows.length === 0) return [];
  const columns = [left('class'), strong('top-1'), right('top-5'), right('chance')];
  return [{ type: 'table', caption: null, columns, rows }];
}

function factors({ factors: found }: EvaluationRecord): Table[] {
  if (found === null || found.length === 0) return [];
  const rows = found.map(({ name, h, z, chance }) => [
    name,
    formatShare(h),
    formatShare(z),
    formatShare(chance),
    h - z > lossThreshold ? 'lost in the head' : '',
  ]);
  const columns = [left('what it knows'), right('h'), right('z'), right('chance'), left('')];
  return [{ type: 'table', caption: null, columns, rows }];
}

function shortcut({ shortcut: found }: EvaluationRecord): Text[] {
  if (found === null) return [];
  const { crops, distorted, chance } = found;
  const first = `By colour alone, crops of one image are told from others ${formatShare(crops)} of the time`;
  const second =
    crops === distorted
      ? 'T does not distort colours'
      : `with the colour distortion of T, ${formatShare(distorted)}`;
  return [{ type: 'text', text: `${first}; ${second} (chance ${formatShare(chance)}).` }];
}

function geometry({ metrics }: EvaluationRecord): Table[] {
  if (metrics === null) return [];
  const { h, z } = metrics;
  const row = (name: string, write: (of: typeof h) => string) => [name, write(h), write(z)];
  const distance = (value: number | null) => (value === null ? '–' : value.toFixed(3));
  const rows = [
    row('alignment', ({ alignment }) => alignment.toFixed(3)),
    row('uniformity', ({ uniformity }) => uniformity.toFixed(2)),
    row('effective rank', ({ rank, largestRank }) => `${rank.toFixed(1)} of ${largestRank}`),
    row('distance within a class', ({ intraClass }) => distance(intraClass)),
    row('distance between classes', ({ interClass }) => distance(interClass)),
  ];
  return [{ type: 'table', caption: null, columns: [left('geometry'), right('h'), right('z')], rows }];
}
