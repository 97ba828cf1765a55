import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import {
  batchNormGradientCode,
  channelsPerGroup,
  gradientSumsCode,
  joinGradientSumsCode,
  sumColumns,
} from '../shaders/batchNormGradient';
import { elementsPerGroup } from '../shaders/elementwise';
import { f32, u32 } from '../uniforms';
import { parts } from './tiles';

/** Rows that a workgroup sums at least, and workgroups that keep a large GPU busy. */
const rowsPerLayer = 64;
const wantedGroups = 1024;

interface Inputs {
  readonly dy: TensorInfo;
  readonly out: TensorInfo;
  readonly conv: TensorInfo;
  readonly gamma: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
}

interface Attributes {
  readonly relu: boolean;
  readonly epsilon: number;
  readonly hasResidual: boolean;
}

/** Kernel `BatchNormGrad`, see `engine/ops/batchNormGrad.ts`. */
export const batchNormGrad: KernelFunc = ({ inputs, attrs, backend }) =>
  batchNormGradients(backend as GpuBackend, inputs as unknown as Inputs, attrs as unknown as Attributes);

/** dConv, dGamma, dBeta and, with hasResidual, dResidual. */
export function batchNormGradients(
  gpu: GpuBackend,
  { dy, out, conv, gamma, mean, variance }: Inputs,
  { relu, epsilon, hasResidual }: Attributes,
): TensorInfo[] {
  const channels = sizeOf(gamma);
  const rows = sizeOf(conv) / channels;
  const common = [dy, conv, mean, variance, ...(relu ? [out] : [])];

  const columns = sumColumns(channels);
  const layers = Math.max(1, Math.min(parts(rows, rowsPerLayer), Math.ceil(wantedGroups / columns)));
  const perLayer = Math.ceil(rows / layers);
  const partial = gpu.output([layers, 2, channels]);
  gpu.run(
    { name: 'gradientSums', code: gradientSumsCode({ channels, relu }) },
    [...common, partial],
    [columns, layers],
    [u32(rows), u32(perLayer), f32(epsilon)],
  );
  const [dBeta, dGamma] = [gpu.output([channels]), gpu.output([channels])];
  const coefficients = gpu.output([4, channels]);
  gpu.run(
    { name: 'joinGradientSums', code: joinGradientSumsCode },
    [partial, mean, variance, gamma, dBeta, dGamma, coefficients],
    [parts(channels, channelsPerGroup)],
    [u32(channels), u32(layers), f32(rows), f32(epsilon)],
  );
  gpu.disposeData(partial.dataId);

  const dConv = gpu.output(conv.shape);
  const dResidual = hasResidual ? [gpu.output(conv.shape)] : [];
  const elements = sizeOf(conv) / (channels % 4 === 0 ? 4 : 1);
  gpu.run(
    { name: 'batchNormGradient', code: batchNormGradientCode({ channels, relu, residual: hasResidual }) },
    [dy, conv, coefficients, dConv, ...(relu ? [out] : []), ...dResidual],
    [parts(elements, elementsPerGroup)],
    [u32(elements)],
  );
  gpu.disposeData(coefficients.dataId);
  return [dConv, dGamma, dBeta, ...dResidual];
}
