import { drawSheet } from '../augment/sheetCanvas';

/** Neighbours in a row. */
const perRow = 5;

/**
 * A picture of what a search found, as PNG: the query alone in the first row, its neighbours from the nearest on beneath.
 * @param pictures square views, [S, S, 3] each, values 0 to 1: the query, then its neighbours.
 * @param side S.
 */
export function resultSheet(pictures: readonly Float32Array[], side: number): Promise<Buffer> {
  const [query, ...neighbours] = pictures.map((picture) => [picture]);
  const rows = [query === undefined ? [] : [query]];
  for (let i = 0; i < neighbours.length; i += perRow) rows.push(neighbours.slice(i, i + perRow));
  return drawSheet(rows, side, false);
}
