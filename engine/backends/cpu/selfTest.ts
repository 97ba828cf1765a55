import { performance } from 'node:perf_hooks';
import { ComputePool } from './computePool';
import type { CpuBuild } from './cpuBuilds';
import type { SharedHeap } from './sharedHeap';

/** What a short matrix product says about a build on this machine, on one thread. */
export interface SelfTest {
  readonly passed: boolean;
  readonly gflops: number;
}

const ROWS = 96;
const COLUMNS = 16;
const DEPTH = 144;
const TOLERANCE = 1e-5;
/** Products a measurement, and measurements, of which the best counts: short, so that some are not interrupted. */
const REPEATS = 40;
const MEASUREMENTS = 10;

/** Multiplies two small matrices with a build, compares with float64, and measures. */
export function selfTest(module: WebAssembly.Module, build: CpuBuild, heap: SharedHeap): SelfTest {
  const pool = new ComputePool(module, heap, 1);
  const blocks = [ROWS * DEPTH, DEPTH * COLUMNS, DEPTH * COLUMNS, ROWS * COLUMNS, ROWS * COLUMNS];
  const [a = 0, b = 0, packed = 0, c = 0, scratch = 0] = blocks.map((floats) => heap.allocate(floats * 4));
  const [left, right] = [heap.floats(a, ROWS * DEPTH), heap.floats(b, DEPTH * COLUMNS)];
  // Values with few bits, of both signs, without a pattern that could hide a wrong index.
  left.forEach((_, i) => (left[i] = ((i * 37) % 101) / 64 - 0.75));
  right.forEach((_, i) => (right[i] = ((i * 53) % 89) / 64 - 0.6));
  pool.run('packMatrix', COLUMNS / build.columns, [b, packed, DEPTH, COLUMNS, COLUMNS, 1]);
  const multiply = () => {
    pool.run('gemm', 1, [a, DEPTH, 1, packed, c, ROWS, COLUMNS, DEPTH, ROWS, scratch, ROWS * COLUMNS * 4]);
  };
  multiply();
  const product = heap.floats(c, ROWS * COLUMNS);
  let worst = 0;
  for (let i = 0; i < ROWS; i++) {
    for (let j = 0; j < COLUMNS; j++) {
      let exact = 0;
      for (let k = 0; k < DEPTH; k++) {
        exact += (left[i * DEPTH + k] ?? 0) * (right[k * COLUMNS + j] ?? 0);
      }
      worst = Math.max(worst, Math.abs((product[i * COLUMNS + j] ?? NaN) - exact) / (1 + Math.abs(exact)));
    }
  }
  let shortest = Infinity;
  for (let m = 0; m < MEASUREMENTS; m++) {
    const start = performance.now();
    for (let r = 0; r < REPEATS; r++) multiply();
    shortest = Math.min(shortest, performance.now() - start);
  }
  for (const address of [a, b, packed, c, scratch]) heap.release(address);
  return {
    passed: worst < TOLERANCE,
    gflops: (2 * ROWS * COLUMNS * DEPTH * REPEATS) / shortest / 1e6,
  };
}
