import { csvLine } from '../../engine/runs/csvLine';
import type { Accuracies, EvaluationRecord, ProtocolName } from '../../engine/runs/evaluationRecord';

/** Protocol, representation, what was measured, of what (a class or a factor), taken for which class, the number. */
type Row = readonly [string, string, string, string, string, number];
const columns = ['protocol', 'on', 'measure', 'name', 'predicted', 'value'];

type Report = NonNullable<EvaluationRecord['knn']>['h'];

const both = ['h', 'z'] as const;

/** The rows of each protocol; none where it was not asked for. */
const rowsOf: Readonly<Record<ProtocolName, (record: EvaluationRecord) => readonly Row[]>> = {
  linear: ({ linear, dataset }) =>
    linear === null
      ? []
      : both.flatMap((on): Row[] => [
          ...reportRows('linear', on, linear[on], dataset.classes),
          ['linear', on, 'l2', '', '', linear[on].l2],
        ]),
  knn: ({ knn, dataset }) =>
    knn === null ? [] : both.flatMap((on) => reportRows('knn', on, knn[on], dataset.classes)),
  factors: ({ factors }) =>
    (factors ?? []).flatMap(({ name, h, z, chance }): Row[] => [
      ['factors', 'h', 'accuracy', name, '', h],
      ['factors', 'z', 'accuracy', name, '', z],
      ['factors', '', 'chance', name, '', chance],
    ]),
  metrics: ({ metrics }) =>
    metrics === null
      ? []
      : both.flatMap((on) =>
          Object.entries(metrics[on]).flatMap(([name, value]): Row[] =>
            value === null ? [] : [['metrics', on, name, '', '', value]],
          ),
        ),
  shortcut: ({ shortcut }) =>
    shortcut === null
      ? []
      : (['crops', 'distorted', 'chance'] as const).map((measure): Row => [
          'shortcut',
          '',
          measure,
          '',
          '',
          shortcut[measure],
        ]),
  'semi-supervised': ({ semiSupervised }) =>
    (semiSupervised ?? []).flatMap(({ share, fineTuned, scratch }): Row[] => [
      ...accuracyRows('semi-supervised', 'fine-tuned', `${100 * share} %`, fineTuned),
      ...accuracyRows('semi-supervised', 'from scratch', `${100 * share} %`, scratch),
    ]),
  transfer: ({ transfer }) =>
    transfer === null
      ? []
      : (['linear', 'fineTuned'] as const).flatMap((how) =>
          (['pretrained', 'supervised', 'random'] as const).flatMap((encoder) =>
            accuracyRows('transfer', how, encoder, transfer[how][encoder]),
          ),
        ),
  supervised: ({ supervised }) => accuracyRows('supervised', '', '', supervised),
};

function accuracyRows(protocol: string, on: string, name: string, found: Accuracies | null): Row[] {
  if (found === null) return [];
  const { top1, top5 } = found;
  return [
    [protocol, on, 'top1', name, '', top1],
    ...(top5 === null ? [] : [[protocol, on, 'top5', name, '', top5] as const]),
  ];
}

function reportRows(
  protocol: string,
  on: string,
  { top1, top5, perClass, confusion }: Report,
  classes: readonly string[] | null,
): Row[] {
  const name = (label: number) => classes?.[label] ?? String(label);
  return [
    [protocol, on, 'top1', '', '', top1],
    ...(top5 === null ? [] : [[protocol, on, 'top5', '', '', top5] as const]),
    ...perClass.flatMap((value, label): Row[] =>
      value === null ? [] : [[protocol, on, 'accuracy', name(label), '', value]],
    ),
    ...confusion.flatMap((row, label) =>
      row.map((count, predicted): Row => [protocol, on, 'images', name(label), name(predicted), count]),
    ),
  ];
}

/** Every number of an evaluation as CSV, one a line, in parts. */
export function* evaluationCsv(record: EvaluationRecord): Generator<string> {
  yield csvLine(columns);
  if (record.chance !== null) yield csvLine(['', '', 'chance', '', '', record.chance]);
  for (const rows of Object.values(rowsOf)) for (const row of rows(record)) yield csvLine(row);
}
