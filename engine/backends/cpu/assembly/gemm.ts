/** C [M, N] = A B, with A [M, K] of any strides and B packed by `packMatrix`. */
import { COLUMNS, ROWS, product } from './tiles';
import { int, pointer } from './fields';
import { copyTile } from './tileStore';
import { threadIndex } from './thread';

/**
 * Chunk: `rowsPerChunk` rows of C. Fields: 0 A, 1 stride of a row of A, 2 stride of k in A (floats), 3 packed B, 4 C, 5 M,
 * 6 N, 7 K, 8 rowsPerChunk, 9 scratch, 10 scratch bytes a thread (at least one tile).
 */
export function gemm(args: usize, chunk: i32): void {
  const aRow = (<usize>int(args, 1)) << 2;
  const aStep = (<usize>int(args, 2)) << 2;
  const n = int(args, 6);
  const k = int(args, 7);
  const rowsPerChunk = int(args, 8);
  const scratch = pointer(args, 9) + <usize>threadIndex() * int(args, 10);
  const begin = chunk * rowsPerChunk;
  const end = min(begin + rowsPerChunk, int(args, 5));
  const a = pointer(args, 0);
  const c = pointer(args, 4);
  const cRow = (<usize>n) << 2;
  let panel = pointer(args, 3);
  for (let column = 0; column < n; column += COLUMNS) {
    const valid = min(COLUMNS, n - column);
    for (let row = begin; row < end; row += ROWS) {
      const rows = min(ROWS, end - row);
      const target = c + <usize>row * cRow + ((<usize>column) << 2);
      const from = a + <usize>row * aRow;
      if (valid == COLUMNS) {
        product(rows, from, aRow, aStep, 0, panel, k, 1, target, cRow);
      } else {
        product(rows, from, aRow, aStep, 0, panel, k, 1, scratch, COLUMNS << 2);
        copyTile(scratch, COLUMNS << 2, rows, valid, target, cRow);
      }
    }
    panel += (<usize>k * COLUMNS) << 2;
  }
}
