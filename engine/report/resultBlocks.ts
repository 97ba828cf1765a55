import type { Table } from '../format/blocks';
import { formatLoss, formatShare } from '../format/formatNumbers';
import { summaryColumns, summaryTable } from '../format/summaryTable';
import type { Run } from '../runs/readRun';
import type { Block } from './report';
import type { Curves } from './readCurves';

/** What the run came to: each accuracy beside an untrained encoder's and chance, and the loss from start to end. */
export function resultBlocks({ record }: Run, curves: Curves): Block[] {
  const { summary, best } = record;
  const accuracies = accuracyTable(record, curves);
  const loss: readonly [number | undefined, number | undefined] =
    summary === null
      ? [curves.get('loss')?.first, curves.get('loss')?.last]
      : [summary.lossStart ?? undefined, summary.lossEnd ?? undefined];
  const pairs: [string, string][] = [];
  if (loss[0] !== undefined) pairs.push(['loss', `${formatLoss(loss[0])} → ${formatLoss(loss[1])}`]);
  if (best !== null)
    pairs.push(['best checkpoint', `step ${best.step}, online linear probe on h ${formatShare(best.value)}`]);
  for (const key of ['rank.h', 'rank.z'] as const) {
    const last = curves.get(key)?.last;
    const size = key === 'rank.h' ? record.plan?.representationSize : record.plan?.projectionSize;
    if (last === undefined) continue;
    pairs.push([
      `effective rank of ${key.at(-1)}`,
      `${last.toFixed(1)}${size === undefined ? '' : ` of ${size}`}`,
    ]);
  }
  return [
    accuracies === null
      ? { type: 'text', text: withoutAccuracies(record) }
      : { ...accuracies, caption: 'The class of the held-out images' },
    ...(pairs.length === 0 ? [] : [{ type: 'pairs', pairs } as const]),
    ...record.warnings.map(({ message }): Block => ({ type: 'text', text: `Warning: ${message}` })),
  ];
}

/** From the final evaluation where there was one, else as last measured on the way. */
function accuracyTable({ summary, dataset }: Run['record'], curves: Curves): Table | null {
  const final = summary === null ? null : summaryTable(summary);
  if (final !== null) return final;
  const classes = dataset?.classes?.length ?? 0;
  const chance = classes > 0 ? 1 / classes : undefined;
  const soFar = [
    ['online linear probe on h, so far', curves.get('probe.h')?.last, undefined],
    ['online linear probe on z, so far', curves.get('probe.z')?.last, undefined],
    ['nearest neighbours on h, so far', curves.get('knn.h')?.last, curves.get('knn.h')?.first],
  ] as const;
  const rows = soFar.flatMap(([name, value, untrained]) =>
    value === undefined ? [] : [[name, ...[value, untrained, chance].map(formatShare)]],
  );
  return rows.length === 0 ? null : { type: 'table', caption: null, columns: summaryColumns, rows };
}

function withoutAccuracies({ dataset, progress }: Run['record']): string {
  if (dataset !== null && dataset.classes === null) {
    return 'The images have no labels, so there is no linear probe and no nearest-neighbour accuracy; alignment, uniformity and effective rank tell how it went.';
  }
  return progress === null
    ? 'The run has not taken a step yet.'
    : 'The run has not been evaluated yet, so there are no accuracies.';
}
