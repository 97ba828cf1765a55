import type { Table, Text } from '../format/blocks';
import type { Style } from './style';
import { formatTable } from './table';

/** A table, indented, or a sentence, as lines. */
export function blockText(block: Table | Text, style: Style): string[] {
  if (block.type === 'text') return [block.text];
  const { caption, columns, rows } = block;
  const cells = rows.map((row) =>
    row.map((text, column) => (columns[column]?.strong ? style.bold(text) : text)),
  );
  return [...(caption === null ? [] : [`${caption}:`]), ...formatTable(columns, cells, '  ')];
}
