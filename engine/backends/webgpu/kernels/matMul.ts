import { getKernel, util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { stockName } from '../../replaceKernels';
import { GPU_BACKEND, type GpuBackend } from '../gpuBackend';
import { productCode, type ProductOptions } from '../shaders/product';
import { u32 } from '../uniforms';
import { tilesOf } from './tiles';

/** Kernel `BatchMatMul` of tfjs, of two matrices; tfjs's own does those of many. */
export const matMul: KernelFunc = (call) => {
  const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
  const { transposeA, transposeB } = call.attrs as unknown as { transposeA: boolean; transposeB: boolean };
  const isMatrix = ({ shape, dtype }: TensorInfo) =>
    dtype === 'float32' && util.sizeFromShape(shape.slice(0, -2)) === 1;
  if (!isMatrix(a) || !isMatrix(b)) return getKernel(stockName('BatchMatMul'), GPU_BACKEND).kernelFunc(call);
  const result = product(call.backend as GpuBackend, a, b, {
    ...{ transposeA, transposeB },
    // Whoever calls for any product may need all of its digits.
    ...{ multiplier: null, gradients: 'a' },
  });
  return { ...result, shape: [...a.shape.slice(0, -2), ...result.shape] };
};

/** The product of two matrices, [rows, columns]; leading sides of 1 do not count. */
export function product(
  gpu: GpuBackend,
  a: TensorInfo,
  b: TensorInfo,
  options: Pick<ProductOptions, 'transposeA' | 'transposeB' | 'multiplier' | 'gradients'>,
): TensorInfo {
  const { transposeA, transposeB } = options;
  const [p = 0, q = 0] = a.shape.slice(-2);
  const [r = 0, s = 0] = b.shape.slice(-2);
  const [rows, depth] = transposeA ? [q, p] : [p, q];
  const columns = transposeB ? r : s;
  const out = gpu.output([rows, columns]);
  const tile = gpu.tileFor(rows, columns);
  const code = productCode({ rows, columns, depth, tile, ...options });
  const tensors = [a, b, out, ...(options.multiplier === null ? [] : gpu.scaling)];
  gpu.run({ name: 'product', code }, tensors, [tilesOf(rows, columns, tile)], [u32(rows), u32(depth)]);
  return out;
}
