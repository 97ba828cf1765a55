import { csvCell } from '../../engine/runs/csvLine';
import type { Column } from './columns';
import { rowTitle, type ComparedRow } from './comparedRow';

/** The table as it is shown, as CSV; numbers in full, so that reading them gives the same ones. */
export function tableCsv(rows: readonly ComparedRow[], columns: readonly Column[]): string {
  return linesOf(rows, columns, csvCell, ',');
}

/** The same with tabs, which spreadsheets take when it is pasted. */
export function tableTabs(rows: readonly ComparedRow[], columns: readonly Column[]): string {
  return linesOf(rows, columns, (text) => text.replaceAll(/[\t\r\n]+/g, ' '), '\t');
}

function linesOf(
  rows: readonly ComparedRow[],
  columns: readonly Column[],
  cell: (text: string) => string,
  separator: string,
): string {
  const head = ['run', 'folder', ...columns.map(({ id }) => id)];
  const lines = rows.map((row) => [
    rowTitle(row),
    row.folder.replace(/^.*[\\/]/, ''),
    ...columns.map(({ valueOf }) => String(valueOf(row) ?? '')),
  ]);
  return [head, ...lines].map((cells) => `${cells.map(cell).join(separator)}\n`).join('');
}
