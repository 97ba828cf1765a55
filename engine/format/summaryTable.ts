import type { RunSummary } from '../runs/runRecord';
import { left, right, strong, type Table } from './blocks';
import { formatShare } from './formatNumbers';

/** Each accuracy that a run came to beside an untrained encoder's and chance; null where nothing was measured. */
export function summaryTable({ linear, knn }: Pick<RunSummary, 'linear' | 'knn'>): Table | null {
  const row = (name: string, ...values: number[]) => [name, ...values.map(formatShare)];
  const rows = [
    ...(linear === null
      ? []
      : [
          row('linear probe on h', linear.h, linear.untrainedH, linear.chance),
          row('linear probe on z', linear.z, linear.untrainedZ, linear.chance),
        ]),
    ...(knn === null ? [] : [row('nearest neighbours on h', knn.h, knn.untrainedH, knn.chance)]),
  ];
  if (rows.length === 0) return null;
  return { type: 'table', caption: null, columns: summaryColumns, rows };
}

/** What stands beside an accuracy. */
export const summaryColumns = [left(''), strong('this run'), right('untrained'), right('chance')];
