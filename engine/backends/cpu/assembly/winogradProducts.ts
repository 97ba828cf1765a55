/** The matrix products of Winograd's convolution, one of the 36 at a time. */
import { COLUMNS, ROWS, outer, product } from './tiles';

/** Products of the tiles [tiles, depth] with packed panels of a filter [panels][depth][COLUMNS], onto [tiles, columns]. */
export function multiply(
  group: usize,
  tile: usize,
  filter: usize,
  depth: i32,
  panels: i32,
  products: usize,
  outTile: usize,
  tiles: i32,
): void {
  const heights = (tiles + ROWS - 1) / ROWS;
  const panelBytes = (<usize>(depth * COLUMNS)) << 2;
  for (let panel = 0; panel < panels; panel++) {
    let begin = 0;
    for (let h = 1; h <= heights; h++) {
      const end = (tiles * h) / heights;
      product(end - begin, group + tile * begin, tile, 4, 0, filter, depth, 1, products + outTile * begin, outTile);
      begin = end;
    }
    filter += panelBytes;
    products += COLUMNS << 2;
  }
}

/**
 * Adds the product of tiles [tiles, channels], transposed, and `columns` columns of [tiles, padded N] onto as many of
 * [channels, padded N]; `row` is the bytes of padded N.
 */
export function addProducts(
  group: usize,
  channels: i32,
  gradients: usize,
  row: usize,
  columns: i32,
  tiles: i32,
  sums: usize,
): void {
  const tile = (<usize>channels) << 2;
  const heights = (channels + ROWS - 1) / ROWS;
  for (let column = 0; column < columns; column += COLUMNS) {
    let begin = 0;
    for (let h = 1; h <= heights; h++) {
      const end = (channels * h) / heights;
      const a = group + ((<usize>begin) << 2);
      outer(end - begin, a, tile, 0, 0, gradients, row, 0, 0, tiles, 1, 1, sums + row * begin, row);
      begin = end;
    }
    gradients += COLUMNS << 2;
    sums += COLUMNS << 2;
  }
}
