import type { Accuracies, EvaluationRecord, TrainedResult } from '../runs/evaluationRecord';
import { formatCount, formatShare } from './formatNumbers';
import type { Style } from './style';
import { formatTable, type Column } from './table';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

/** What networks learnt from labels, as lines: the supervised baseline, shares of the labels, another data set. */
export function learningText(record: EvaluationRecord, style: Style): string[][] {
  return [supervised(record, style), semiSupervised(record, style), transfer(record, style)].filter(
    (lines) => lines.length > 0,
  );
}

/** How well colours alone tell images apart, as a line; none where it was not asked. */
export function shortcutText({ shortcut }: EvaluationRecord): string[] {
  if (shortcut === null) return [];
  const { crops, distorted, chance } = shortcut;
  const first = `By colour alone, crops of one image are told from others ${formatShare(crops)} of the time`;
  const second =
    crops === distorted
      ? 'T does not distort colours'
      : `with the colour distortion of T, ${formatShare(distorted)}`;
  return [`${first}; ${second} (chance ${formatShare(chance)}).`];
}

function supervised({ supervised: found, linear, chance }: EvaluationRecord, style: Style): string[] {
  if (found === null) return [];
  const rows = [
    ['trained with labels', style.bold(formatShare(found.top1)), formatShare(found.top5), recipeText(found)],
    ...(linear === null
      ? []
      : [['linear evaluation on h', formatShare(linear.h.top1), formatShare(linear.h.top5), '']]),
    ['chance', formatShare(chance), '', ''],
  ];
  return formatTable([left('the same encoder'), right('top-1'), right('top-5'), left('')], rows, '  ');
}

function semiSupervised({ semiSupervised: found }: EvaluationRecord, style: Style): string[] {
  if (found === null) return [];
  const rows = found.map(({ share, images, fineTuned, scratch }) => [
    `${Number((100 * share).toPrecision(3))} % (${formatCount(images)})`,
    style.bold(formatShare(fineTuned.top1)),
    formatShare(fineTuned.top5),
    formatShare(scratch.top1),
    formatShare(scratch.top5),
    recipeText(fineTuned),
  ]);
  const titles = [left('labels'), right('fine-tuned'), right('top-5'), right('from scratch'), right('top-5')];
  return formatTable([...titles, left('')], rows, '  ');
}

function transfer({ transfer: found }: EvaluationRecord, style: Style): string[] {
  if (found === null) return [];
  const { target, linear, fineTuned, chance } = found;
  const row = (name: string, frozen: Accuracies | null, tuned: TrainedResult | null) =>
    frozen === null || tuned === null
      ? []
      : [[name, formatShare(frozen.top1), formatShare(tuned.top1), recipeText(tuned)]];
  const rows = [
    ...row(style.bold('this checkpoint'), linear.pretrained, fineTuned.pretrained),
    ...row('supervised on the run’s labels', linear.supervised, fineTuned.supervised),
    ...row('random', linear.random, fineTuned.random),
    ['chance', formatShare(chance), '', ''],
  ];
  const counts = `${formatCount(target.trainImages)} training and ${formatCount(target.testImages)} test images`;
  return [
    `Transfer to ${target.name}, ${counts}:`,
    ...formatTable([left('encoder'), right('linear'), right('fine-tuned'), left('')], rows, '  '),
  ];
}

function recipeText({ recipe }: TrainedResult): string {
  const { epochs, batchSize, learningRate } = recipe;
  return `${formatCount(epochs)} epochs, batch ${batchSize}, rate ${learningRate}`;
}
