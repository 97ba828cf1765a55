import { left, right, type Column, type Table, type Text } from '../format/blocks';
import { formatCount, formatShare } from '../format/formatNumbers';
import { confusions } from '../runs/confusions';
import type { EvaluationRecord } from '../runs/evaluationRecord';

/** More classes than twice this are shown by those that are told best and worst. */
const mostAtAnEnd = 15;

/** Mistakes that are named, of each classifier. */
const mostMistakes = 8;

type Reports = NonNullable<EvaluationRecord['knn']>;

/** How well each class is told, and what is taken for what most often, by each classifier of an evaluation. */
export function classBlocks({ linear, knn, dataset }: EvaluationRecord): (Table | Text)[] {
  const classifiers = [
    ...(linear === null ? [] : [{ name: 'linear', reports: linear }]),
    ...(knn === null ? [] : [{ name: 'kNN', reports: knn }]),
  ];
  const nameOf = (label: number) => dataset.classes?.[label] ?? String(label);
  return [
    ...perClass(classifiers, nameOf),
    ...classifiers.flatMap(({ name, reports }) => mistaken(name, reports, nameOf)),
  ];
}

function perClass(
  classifiers: readonly { readonly name: string; readonly reports: Reports }[],
  nameOf: (label: number) => string,
): Table[] {
  const [first] = classifiers;
  if (first === undefined) return [];
  const of = first.reports.h.perClass;
  // A class without an image to be judged by is told neither well nor badly.
  const judged = [...of.keys()].filter((label) => of[label] !== null);
  const long = judged.length > 2 * mostAtAnEnd;
  const sorted = [...judged].sort((a, b) => (of[b] ?? 0) - (of[a] ?? 0));
  const labels = long ? [...sorted.slice(0, mostAtAnEnd), ...sorted.slice(-mostAtAnEnd)] : judged;
  const columns: Column[] = classifiers.flatMap(({ name }) => [right(`${name} h`), right(`${name} z`)]);
  const rows = labels.map((label) => [
    nameOf(label),
    ...classifiers.flatMap(({ reports: { h, z } }) => [
      formatShare(h.perClass[label]),
      formatShare(z.perClass[label]),
    ]),
  ]);
  const some = `: the ${mostAtAnEnd} told best and the ${mostAtAnEnd} told worst of ${formatCount(judged.length)}, by ${first.name} h`;
  const unjudged = of.length - judged.length;
  const others = unjudged === 0 ? '' : `; left out without evaluation images: ${formatCount(unjudged)}`;
  const caption = `Accuracy by class${long ? some : ''}${others}`;
  return [{ type: 'table', caption, columns: [left('class'), ...columns], rows }];
}

function mistaken(name: string, { h, z }: Reports, nameOf: (label: number) => string): (Table | Text)[] {
  const found = confusions(h.confusion, z.confusion, mostMistakes);
  if (found.length === 0) return [{ type: 'text', text: `No image was taken for another class (${name}).` }];
  const part = (count: number, of: number) =>
    `${formatCount(count)} (${formatShare(of > 0 ? count / of : null)})`;
  const rows = found.map(({ actual, predicted, of, ...counts }) => [
    nameOf(actual),
    nameOf(predicted),
    part(counts.h, of),
    part(counts.z, of),
  ]);
  const columns = [left('an image of'), left('is taken for'), right('on h'), right('on z')];
  return [{ type: 'table', caption: `Most often mistaken (${name}), in images of the class`, columns, rows }];
}
