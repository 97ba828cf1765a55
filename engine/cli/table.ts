import type { Column } from '../format/blocks';
import { padEnd, padStart, textWidth, wrap } from './textWidth';

const gap = '   ';

/**
 * Lines of an aligned table: the titles, then the rows. Cells may be coloured. Rows have as many cells as there are
 * columns.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  indent = '',
): string[] {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, index) =>
    Math.max(...[titles, ...rows].map((cells) => textWidth(cells[index] ?? ''))),
  );
  return [titles, ...rows].map((cells) => {
    const padded = columns.map(({ align }, index) => {
      const pad = align === 'left' ? padEnd : padStart;
      return pad(cells[index] ?? '', widths[index] ?? 0);
    });
    return (indent + padded.join(gap)).trimEnd();
  });
}

/**
 * Lines of names and what belongs to them, the names in a column of their own. A value without colours that does not
 * fit into `columns` is continued on lines of its own.
 */
export function formatPairs(
  pairs: readonly (readonly [string, string])[],
  { indent = '', columns = Infinity }: { readonly indent?: string; readonly columns?: number } = {},
): string[] {
  const width = Math.max(0, ...pairs.map(([name]) => textWidth(name)));
  const hanging = ' '.repeat(indent.length + width + 2);
  return pairs.flatMap(([name, value]) => {
    const [first = '', ...rest] = wrap(value, columns - hanging.length);
    return [`${indent}${padEnd(name, width)}  ${first}`.trimEnd(), ...rest.map((line) => hanging + line)];
  });
}
