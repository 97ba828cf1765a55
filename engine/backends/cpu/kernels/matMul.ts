import { util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import { pack } from './convolve';
import { gemm } from './gemm';
import { stockKernel } from './stockKernel';

/** tfjs's BatchMatMul for one pair of matrices (batches of several go to the plain kernel): inputs {a, b}. */
export const batchMatMul: KernelFunc = (params) => {
  const backend = params.backend as CpuBackend;
  const { a, b } = params.inputs as { a: TensorInfo; b: TensorInfo };
  const { transposeA, transposeB } = params.attrs as unknown as { transposeA: boolean; transposeB: boolean };
  const [batchA, a0, a1] = matrixShape(a);
  const [batchB, b0, b1] = matrixShape(b);
  const single = batchA === 1 && batchB === 1 && a.dtype === 'float32' && b.dtype === 'float32';
  const [rows, depth] = transposeA ? [a1, a0] : [a0, a1];
  const columns = transposeB ? b0 : b1;
  if (!single || rows * columns * depth === 0) return stockKernel('BatchMatMul', params);
  const leading = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
  const out = backend.output([...leading, rows, columns]);
  const packed = pack(backend, backend.pointer(b), depth, columns, transposeB);
  const strides = transposeA ? ([1, rows] as const) : ([depth, 1] as const);
  gemm(backend, backend.pointer(a), strides, packed, backend.pointer(out), [rows, columns, depth]);
  backend.heap.release(packed);
  return out;
};

/** Number of matrices, and their rows and columns as stored. */
function matrixShape({ shape }: TensorInfo): [number, number, number] {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return [util.sizeFromShape(shape.slice(0, -2)), rows, columns];
}
