import { util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import { stockKernel } from './stockKernel';

/** Operations by the number that `assembly/elementwise.ts` gives them. */
const operations = { Add: 0, Sub: 1, Multiply: 2 } as const;

/** Below this many elements the plain kernel is as fast. */
const LEAST_SIZE = 2048;
const ELEMENTS_PER_CHUNK = 16384;

/**
 * How often b repeats in a: its size where b is a whole trailing part of a (the same shape, a bias, a scalar), or 0
 * for any other broadcast.
 */
function periodOf(a: number[], b: number[]): number {
  const trimmed = b.slice(b.findIndex((side) => side !== 1));
  if (util.sizeFromShape(b) === 1) return 1;
  if (b.length > a.length) return 0;
  const tail = a.slice(a.length - trimmed.length);
  return tail.every((side, i) => side === trimmed[i]) ? util.sizeFromShape(b) : 0;
}

/** tfjs's Add, Sub and Multiply where b is as large as a, a row or a scalar; anything else goes to the plain kernel. */
export function binary(name: keyof typeof operations): KernelFunc {
  return (params) => {
    const backend = params.backend as CpuBackend;
    const { a, b } = params.inputs as { a: TensorInfo; b: TensorInfo };
    const size = util.sizeFromShape(a.shape);
    const period = size >= LEAST_SIZE ? periodOf(a.shape, b.shape) : 0;
    if (period === 0 || a.dtype !== 'float32' || b.dtype !== 'float32') return stockKernel(name, params);
    const out = backend.output([...a.shape]);
    // A bias goes along with the rows of a; anything else is cut into rows of a size that suits a chunk.
    const bias = period > 1 && period < size;
    const length = bias ? period : ELEMENTS_PER_CHUNK;
    const rowsPerChunk = bias ? Math.max(1, Math.floor(ELEMENTS_PER_CHUNK / period)) : 1;
    backend.pool.run('binary', Math.ceil(size / (length * rowsPerChunk)), [
      backend.pointer(a),
      backend.pointer(b),
      backend.pointer(out),
      size,
      length,
      operations[name],
      rowsPerChunk,
      period === size ? length : 0,
      period === 1 ? 1 : 0,
    ]);
    return out;
  };
}
