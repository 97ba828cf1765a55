import type { Column } from './columns';
import { rowTitle, type ComparedRow } from './comparedRow';

/** By which column rows are sorted: its id, or "run" for the name. */
export interface RowOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows in an order; those without a value come last either way, and equal ones stay as they were. */
export function sortRows(
  rows: readonly ComparedRow[],
  order: RowOrder | null,
  columns: readonly Column[],
): readonly ComparedRow[] {
  if (order === null) return rows;
  const column = columns.find(({ id }) => id === order.column);
  if (column === undefined && order.column !== 'run') return rows;
  const valueOf = column?.valueOf ?? rowTitle;
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((left, right) => {
    const [a, b] = [valueOf(left), valueOf(right)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
  });
}

/** The order that follows when a column's title is pressed: the best first, then the other way round, then none. */
export function nextOrder(
  order: RowOrder | null,
  { id, better }: Pick<Column, 'id' | 'better'>,
): RowOrder | null {
  const first = better === 'higher';
  if (order?.column !== id) return { column: id, descending: first };
  return order.descending === first ? { column: id, descending: !first } : null;
}
