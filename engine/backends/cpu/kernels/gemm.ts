import type { CpuBackend } from '../cpuBackend';

const TILE_ROWS = 6;
const MOST_ROWS = 48;
const LEAST_CHUNKS = 16;
const TILE_BYTES = 6 * 16 * 4;

/** Rows of C that one chunk computes: whole tiles, and enough chunks for all threads. */
function rowsPerChunk(rows: number): number {
  const tiles = Math.ceil(rows / LEAST_CHUNKS / TILE_ROWS);
  return Math.min(MOST_ROWS, Math.max(1, tiles) * TILE_ROWS);
}

/**
 * C [rows, columns] = A B with B packed [depth, columns].
 * @param strides floats from row to row and from k to k in A: [depth, 1], or [1, rows] for a transposed A.
 */
export function gemm(
  backend: CpuBackend,
  a: number,
  strides: readonly [number, number],
  packed: number,
  c: number,
  [rows, columns, depth]: readonly [number, number, number],
): void {
  const perChunk = rowsPerChunk(rows);
  const scratch = backend.pool.scratch(TILE_BYTES);
  backend.pool.run('gemm', Math.ceil(rows / perChunk), [
    a,
    ...strides,
    packed,
    c,
    rows,
    columns,
    depth,
    perChunk,
    scratch.address,
    scratch.stride,
  ]);
  backend.heap.release(scratch.address);
}
