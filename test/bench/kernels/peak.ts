import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import { timeKernel } from './timeKernel';

const DEPTH = 256;
/** Rows of a chunk: its part of C and the panel fit in a first-level cache. */
const ROWS = 192;
const COLUMNS = 16;
const CHUNKS = 256;

/**
 * The rate of fused multiply-adds that these threads reach, in GFLOP/s, when nothing else holds them up: a product
 * whose operands never leave the first-level cache. All rows of A are one row, so that only B is read from memory.
 */
export async function measurePeak(threads: number): Promise<number> {
  const { backend, build } = await openCpuBackend({ threads });
  const panels = COLUMNS / build.columns;
  const [b, packed, a] = [DEPTH * COLUMNS, DEPTH * COLUMNS, DEPTH].map((floats) => {
    const address = backend.heap.allocate(floats * 4);
    backend.heap.floats(address, floats).fill(0.5);
    return address;
  }) as [number, number, number];
  const c = backend.heap.allocate(CHUNKS * ROWS * COLUMNS * 4);
  const { address: scratch, stride } = backend.pool.scratch(ROWS * COLUMNS * 4);
  backend.pool.run('packMatrix', panels, [b, packed, DEPTH, COLUMNS, COLUMNS, 1]);
  const seconds = timeKernel(() => {
    const rows = CHUNKS * ROWS;
    backend.pool.run('gemm', CHUNKS, [a, 0, 1, packed, c, rows, COLUMNS, DEPTH, ROWS, scratch, stride]);
  });
  backend.dispose();
  return (2 * CHUNKS * ROWS * COLUMNS * DEPTH) / seconds / 1e9;
}
