/** Storing of tiles whose panel has fewer valid columns than COLUMNS. */

/** Copies the first `columns` floats of each of `rows` rows from a full tile at `tile` to `target`. */
export function copyTile(
  tile: usize,
  tileRow: usize,
  rows: i32,
  columns: i32,
  target: usize,
  targetRow: usize,
): void {
  const bytes = (<usize>columns) << 2;
  for (let r = 0; r < rows; r++) {
    memory.copy(target, tile, bytes);
    tile += tileRow;
    target += targetRow;
  }
}
