import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { poolInfo } from '../../poolInfo';
import type { CpuBackend } from '../cpuBackend';
import { stockKernel } from './stockKernel';

type Shape4D = [number, number, number, number];

/** Height to OW as the kernels' fields 2 to 9, or null for windows or strides that are not square, or uneven padding. */
function poolFields(x: TensorInfo, attrs: unknown): { fields: number[]; outShape: Shape4D } | null {
  const info = poolInfo(x, attrs);
  const { top, left, bottom, right } = info.padInfo;
  const square = info.filterHeight === info.filterWidth && info.strideHeight === info.strideWidth;
  if (!square || top !== left || bottom > top || right > left || info.filterHeight <= top) return null;
  const { inHeight, inWidth, inChannels, filterHeight, strideHeight, outHeight, outWidth } = info;
  const fields = [inHeight, inWidth, inChannels, filterHeight, strideHeight, top, outHeight, outWidth];
  return { fields, outShape: info.outShape as Shape4D };
}

/** tfjs's MaxPool with a square window: inputs {x}. */
export const maxPool: KernelFunc = (params) => {
  const backend = params.backend as CpuBackend;
  const { x } = params.inputs as { x: TensorInfo };
  const pool = poolFields(x, params.attrs);
  if (!pool) return stockKernel('MaxPool', params);
  const out = backend.output(pool.outShape);
  backend.pool.run('maxPool', x.shape[0] ?? 0, [backend.pointer(x), backend.pointer(out), ...pool.fields]);
  return out;
};

/** tfjs's MaxPoolGrad with a square window: inputs {dy, input, output}. */
export const maxPoolGrad: KernelFunc = (params) => {
  const backend = params.backend as CpuBackend;
  const { dy, input, output } = params.inputs as Record<'dy' | 'input' | 'output', TensorInfo>;
  const pool = poolFields(input, params.attrs);
  if (!pool) return stockKernel('MaxPoolGrad', params);
  const dx = backend.output([...input.shape]);
  backend.pool.run('maxPoolGradient', input.shape[0] ?? 0, [
    backend.pointer(input),
    backend.pointer(output),
    ...pool.fields,
    backend.pointer(dy),
    backend.pointer(dx),
  ]);
  return dx;
};
