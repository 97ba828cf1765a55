import { formatCount, formatShare } from '../cli/formatNumbers';
import type { Accuracies, EvaluationRecord, TrainedResult } from '../runs/evaluationRecord';
import type { ReportColumn, ReportTable } from './report';

const left = (title: string): ReportColumn => ({ title, align: 'left' });
const right = (title: string): ReportColumn => ({ title, align: 'right' });

/** What an evaluation found, as tables: those of `evaluationText`, with nothing left out. */
export function evaluationTables(record: EvaluationRecord): ReportTable[] {
  const tables = [
    accuracies(record),
    supervised(record),
    semiSupervised(record),
    transfer(record),
    factors(record),
    shortcut(record),
    geometry(record),
  ];
  return tables.filter((table) => table.rows.length > 0);
}

function table(
  columns: readonly ReportColumn[],
  rows: string[][],
  caption: string | null = null,
): ReportTable {
  return { type: 'table', caption, columns, rows };
}

function accuracies({ linear, knn, chance, request }: EvaluationRecord): ReportTable {
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
  return table([left('class'), right('top-1'), right('top-5'), right('chance')], rows);
}

function supervised({ supervised: found }: EvaluationRecord): ReportTable {
  const rows =
    found === null
      ? []
      : [['trained with labels', formatShare(found.top1), formatShare(found.top5), recipeText(found)]];
  return table([left('the same encoder'), right('top-1'), right('top-5'), left('how')], rows);
}

function semiSupervised({ semiSupervised: found }: EvaluationRecord): ReportTable {
  const rows = (found ?? []).map(({ share, images, fineTuned, scratch }) => [
    `${Number((100 * share).toPrecision(3))} % (${formatCount(images)})`,
    formatShare(fineTuned.top1),
    formatShare(fineTuned.top5),
    formatShare(scratch.top1),
    formatShare(scratch.top5),
    recipeText(fineTuned),
  ]);
  const titles = [right('fine-tuned'), right('top-5'), right('from scratch'), right('top-5'), left('how')];
  return table([left('labels'), ...titles], rows);
}

function transfer({ transfer: found }: EvaluationRecord): ReportTable {
  const columns = [left('encoder'), right('linear'), right('fine-tuned'), right('chance'), left('how')];
  if (found === null) return table(columns, []);
  const { target, linear, fineTuned, chance } = found;
  const row = (name: string, frozen: Accuracies | null, tuned: TrainedResult | null) =>
    frozen === null || tuned === null
      ? []
      : [[name, formatShare(frozen.top1), formatShare(tuned.top1), formatShare(chance), recipeText(tuned)]];
  const counts = `${formatCount(target.trainImages)} training and ${formatCount(target.testImages)} test images`;
  const rows = [
    ...row('this checkpoint', linear.pretrained, fineTuned.pretrained),
    ...row('supervised on the run’s labels', linear.supervised, fineTuned.supervised),
    ...row('random', linear.random, fineTuned.random),
  ];
  return table(columns, rows, `Transfer to ${target.name}, ${counts}`);
}

function factors({ factors: found }: EvaluationRecord): ReportTable {
  const rows = (found ?? []).map(({ name, h, z, chance }) => [
    name,
    formatShare(h),
    formatShare(z),
    formatShare(chance),
  ]);
  return table([left('what it knows'), right('h'), right('z'), right('chance')], rows);
}

function shortcut({ shortcut: found }: EvaluationRecord): ReportTable {
  const rows =
    found === null
      ? []
      : [
          ['crops', formatShare(found.crops), formatShare(found.chance)],
          ['crops with the colour distortion of T', formatShare(found.distorted), formatShare(found.chance)],
        ];
  return table([left('image told by colour alone'), right('of the time'), right('chance')], rows);
}

function geometry({ metrics }: EvaluationRecord): ReportTable {
  const columns = [left('geometry'), right('h'), right('z')];
  if (metrics === null) return table(columns, []);
  const { h, z } = metrics;
  const row = (name: string, write: (of: typeof h) => string) => [name, write(h), write(z)];
  const distance = (value: number | null) => (value === null ? '–' : value.toFixed(3));
  return table(columns, [
    row('alignment', ({ alignment }) => alignment.toFixed(3)),
    row('uniformity', ({ uniformity }) => uniformity.toFixed(2)),
    row('effective rank', ({ rank, largestRank }) => `${rank.toFixed(1)} of ${largestRank}`),
    row('distance within a class', ({ intraClass }) => distance(intraClass)),
    row('distance between classes', ({ interClass }) => distance(interClass)),
  ]);
}

function recipeText({ recipe }: TrainedResult): string {
  const { epochs, batchSize, learningRate } = recipe;
  return `${formatCount(epochs)} epochs, batch ${batchSize}, rate ${learningRate}`;
}
