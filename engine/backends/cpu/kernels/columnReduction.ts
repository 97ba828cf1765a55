import { util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import { stockKernel } from './stockKernel';

/**
 * tfjs's Sum and Mean over the leading axes of a float32 tensor, as bias gradients and batch statistics want them; any
 * other reduction goes to the plain kernel. That one transposes first, element by element, and adds in float32; here
 * rows are added as they lie, in float64.
 */
export function columnReduction(name: 'Sum' | 'Mean'): KernelFunc {
  return (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    const { axis, keepDims } = params.attrs as unknown as { axis: number | number[]; keepDims: boolean };
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const leading = axes.every((value, index) => value === index) && axes.length < x.shape.length;
    if (!leading || keepDims || x.dtype !== 'float32') return stockKernel(name, params);
    const backend = params.backend as CpuBackend;
    const out = backend.output(x.shape.slice(axes.length));
    const columns = util.sizeFromShape(out.shape);
    const values = backend.values(x);
    const totals = new Float64Array(columns);
    for (let at = 0; at < values.length;) {
      for (let column = 0; column < columns; column++, at++)
        totals[column] = (totals[column] ?? 0) + (values[at] ?? 0);
    }
    const count = name === 'Mean' ? values.length / columns : 1;
    backend.values(out).set(totals.map((total) => total / count));
    return out;
  };
}
