import type { Accuracies, EvaluationRecord, TrainedResult } from '../runs/evaluationRecord';
import { left, right, strong, type Table } from './blocks';
import { formatCount, formatPlural, formatShare } from './formatNumbers';

/** What networks learnt from labels: the supervised baseline, shares of the labels, another data set. */
export function learningTables(record: EvaluationRecord): Table[] {
  return [...supervised(record), ...semiSupervised(record), ...transfer(record)];
}

function supervised({ supervised: found, linear, chance }: EvaluationRecord): Table[] {
  if (found === null) return [];
  const row = (name: string, { top1, top5 }: Accuracies, how: string) => [
    name,
    formatShare(top1),
    formatShare(top5),
    how,
  ];
  const rows = [
    row('trained with labels', found, recipeText(found)),
    ...(linear === null ? [] : [row('linear evaluation on h', linear.h, '')]),
    ['chance', formatShare(chance), '', ''],
  ];
  const columns = [left('the same encoder'), strong('top-1'), right('top-5'), left('')];
  return [{ type: 'table', caption: null, columns, rows }];
}

function semiSupervised({ semiSupervised: found }: EvaluationRecord): Table[] {
  if (found === null) return [];
  const rows = found.map(({ share, images, fineTuned, scratch }) => [
    `${Number((100 * share).toPrecision(3))} % (${formatCount(images)})`,
    formatShare(fineTuned.top1),
    formatShare(fineTuned.top5),
    formatShare(scratch.top1),
    formatShare(scratch.top5),
    recipeText(fineTuned),
  ]);
  const columns = [
    ...[left('labels'), strong('fine-tuned'), right('top-5')],
    ...[right('from scratch'), right('top-5'), left('')],
  ];
  return [{ type: 'table', caption: null, columns, rows }];
}

function transfer({ transfer: found }: EvaluationRecord): Table[] {
  if (found === null) return [];
  const { target, linear, fineTuned, chance } = found;
  const row = (name: string, frozen: Accuracies | null, tuned: TrainedResult | null) =>
    frozen === null || tuned === null
      ? []
      : [[name, formatShare(frozen.top1), formatShare(tuned.top1), recipeText(tuned)]];
  const rows = [
    ...row('this checkpoint', linear.pretrained, fineTuned.pretrained),
    ...row('supervised on the run’s labels', linear.supervised, fineTuned.supervised),
    ...row('random', linear.random, fineTuned.random),
    ['chance', formatShare(chance), '', ''],
  ];
  const counts = `${formatCount(target.trainImages)} training and ${formatCount(target.testImages)} test images`;
  return [
    {
      ...{ type: 'table', caption: `Transfer to ${target.name}, ${counts}` },
      columns: [left('encoder'), strong('linear'), strong('fine-tuned'), left('')],
      rows,
    },
  ];
}

function recipeText({ recipe }: TrainedResult): string {
  const { epochs, batchSize, learningRate } = recipe;
  return `${formatPlural(epochs, 'epoch')}, batch ${batchSize}, rate ${learningRate}`;
}
