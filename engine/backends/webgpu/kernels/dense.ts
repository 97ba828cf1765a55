import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { columnsPerGroup, columnSumsCode } from '../shaders/columns';
import { denseCode } from '../shaders/dense';
import { elementsPerGroup, reluGradientCode } from '../shaders/elementwise';
import { u32 } from '../uniforms';
import { product } from './matMul';
import { parts, tilesOf } from './tiles';

/** Kernel `Dense`, see `engine/ops/dense.ts`. */
export const dense: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, weight, bias } = inputs as { x: TensorInfo; weight: TensorInfo; bias?: TensorInfo };
  const { relu } = attrs as unknown as { relu: boolean };
  const [rows = 0] = x.shape;
  const [size = 0, outputs = 0] = weight.shape;
  const gpu = backend as GpuBackend;
  const out = gpu.output([rows, outputs]);
  const tile = gpu.tileFor(rows, outputs);
  const code = denseCode({ inputs: size, outputs, bias: bias !== undefined, relu, tile });
  const tensors = [x, weight, out, ...(bias ? [bias] : [])];
  gpu.run({ name: 'dense', code }, tensors, [tilesOf(rows, outputs, tile)], [u32(rows)]);
  return out;
};

/** Kernel `DenseGrad`, see `engine/ops/dense.ts`. */
export const denseGrad: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, out, x, weight } = inputs as Readonly<Record<'dy' | 'out' | 'x' | 'weight', TensorInfo>>;
  const { relu, hasBias } = attrs as unknown as Readonly<Record<'relu' | 'hasBias', boolean>>;
  const [rows = 0, outputs = 0] = dy.shape;
  const gpu = backend as GpuBackend;
  let d = dy;
  if (relu) {
    d = gpu.output(dy.shape);
    const size = sizeOf(dy);
    const program = { name: 'reluGradient', code: reluGradientCode };
    gpu.run(program, [dy, out, d], [parts(size, elementsPerGroup)], [u32(size)]);
  }
  const gradients = [product(gpu, d, weight, false, true), product(gpu, x, d, true, false)];
  if (hasBias) {
    const sums = gpu.output([outputs]);
    const program = { name: 'columnSums', code: columnSumsCode };
    gpu.run(program, [d, sums], [parts(outputs, columnsPerGroup)], [u32(outputs), u32(rows)]);
    gradients.push(sums);
  }
  if (relu) gpu.disposeData(d.dataId);
  return gradients;
};
