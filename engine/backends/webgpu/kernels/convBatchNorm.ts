import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { unbiasedFactor } from '../../../ops/convBatchNorm';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { columnsPerGroup } from '../shaders/columns';
import { joinMomentsCode } from '../shaders/moments';
import { elementsPerGroup } from '../shaders/elementwise';
import { normalizeCode } from '../shaders/normalize';
import { f32, u32 } from '../uniforms';
import { batchNormGradients } from './batchNormGrad';
import { filterGradient, inputGradient } from './conv2d';
import { convolutionShape, outputShape } from './convolutionShape';
import { convolve, pixelsOf, type ConvolutionTensor } from './convolve';
import { parts } from './tiles';

interface BlockAttributes {
  readonly stride: number;
  readonly pad: number;
  readonly relu: boolean;
  readonly epsilon: number;
}

interface ForwardInputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly gamma: TensorInfo;
  readonly beta: TensorInfo;
  readonly residual?: TensorInfo;
  readonly runningMean?: TensorInfo;
  readonly runningVariance?: TensorInfo;
}

/** Kernel `ConvBatchNorm`, see `engine/ops/convBatchNorm.ts`: the convolution leaves the moments of its tiles. */
export const convBatchNorm: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, filter, gamma, beta, residual, runningMean, runningVariance } =
    inputs as unknown as ForwardInputs;
  const { stride, pad, relu, epsilon, share } = attrs as unknown as BlockAttributes & { share: number };
  const found = convolutionShape(x.shape, filter.shape, { strides: stride, pad });
  const { outputs } = found.shape;
  const gpu = backend as GpuBackend;
  const pixels = pixelsOf(found);
  const tile = gpu.tileFor(pixels, outputs);

  const conv = gpu.output(outputShape(found));
  const moments = gpu.output([parts(pixels, tile.rows), 2, outputs]);
  convolve(gpu, 'convolutionMoments', [x, filter], found, tile, {
    tensors: [
      { name: 'result', tensor: conv, access: 'read_write' },
      { name: 'moments', tensor: moments, access: 'read_write' },
    ],
    functions: /* wgsl */ `
fn storeMoments(tile: u32, column: u32, mean: f32, deviations: f32) {
  moments[2u * tile * ${outputs}u + column] = mean;
  moments[(2u * tile + 1u) * ${outputs}u + column] = deviations;
}`,
    store: `result[row * ${outputs}u + column] = value;`,
    moments: true,
  });

  const [mean, variance] = [gpu.output([outputs]), gpu.output([outputs])];
  const running = runningMean && runningVariance ? [runningMean, runningVariance] : [];
  gpu.run(
    { name: 'joinMoments', code: joinMomentsCode(running.length > 0) },
    [moments, mean, variance, ...running],
    [parts(outputs, columnsPerGroup)],
    [u32(outputs), u32(pixels), u32(tile.rows), f32(share), f32(share * unbiasedFactor(pixels))],
  );
  gpu.disposeData(moments.dataId);

  const out = gpu.output(conv.shape);
  const elements = sizeOf(conv) / (outputs % 4 === 0 ? 4 : 1);
  gpu.run(
    { name: 'normalize', code: normalizeCode({ channels: outputs, relu, residual: residual !== undefined }) },
    [conv, mean, variance, gamma, beta, out, ...(residual ? [residual] : [])],
    [parts(elements, elementsPerGroup)],
    [u32(elements), f32(epsilon)],
  );
  return [out, mean, variance, conv, ...running.map((tensor) => gpu.takeOver(tensor))];
};

interface GradientInputs {
  readonly dy: TensorInfo;
  readonly out: TensorInfo;
  readonly conv: TensorInfo;
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly gamma: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
}

interface GradientAttributes extends BlockAttributes {
  readonly hasResidual: boolean;
  readonly inputGradient: boolean;
}

/** Kernel `ConvBatchNormGrad`, see `engine/ops/convBatchNormGrad.ts`. */
export const convBatchNormGrad: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, filter, ...norm } = inputs as unknown as GradientInputs;
  const { stride, pad, inputGradient: wanted, ...options } = attrs as unknown as GradientAttributes;
  const { shape, batch } = convolutionShape(x.shape, filter.shape, { strides: stride, pad });
  const gpu = backend as GpuBackend;
  const [dConv, ...others] = batchNormGradients(gpu, norm, options);
  if (dConv === undefined) throw new Error('a batch norm has a gradient');
  const dFilter = filterGradient(gpu, x, dConv, filter.shape, shape, batch);
  const dX = wanted ? [inputGradient(gpu, dConv, filter, x.shape, shape, batch)] : [];
  gpu.disposeData(dConv.dataId);
  return [dFilter, ...others, ...dX];
};

/** Kernel `ConvAffine`, see `engine/ops/convAffine.ts`: all of it as the convolution's values are made. */
export const convAffine: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, filter, scale, shift, residual } = inputs as unknown as Omit<ForwardInputs, 'gamma' | 'beta'> & {
    readonly scale: TensorInfo;
    readonly shift: TensorInfo;
  };
  const { stride, pad, relu } = attrs as unknown as BlockAttributes;
  const found = convolutionShape(x.shape, filter.shape, { strides: stride, pad });
  const { outputs } = found.shape;
  const gpu = backend as GpuBackend;
  const out = gpu.output(outputShape(found));
  const added: readonly ConvolutionTensor[] = residual
    ? [{ name: 'residual', tensor: residual, access: 'read' }]
    : [];
  convolve(gpu, 'convolutionAffine', [x, filter], found, gpu.tileFor(pixelsOf(found), outputs), {
    tensors: [
      { name: 'scale', tensor: scale, access: 'read' },
      { name: 'shift', tensor: shift, access: 'read' },
      { name: 'result', tensor: out, access: 'read_write' },
      ...added,
    ],
    store: /* wgsl */ `
  let at = row * ${outputs}u + column;
  let sum = value * scale[column] + shift[column]${residual ? ' + residual[at]' : ''};
  result[at] = ${relu ? 'max(sum, 0.0)' : 'sum'};`,
  });
  return [out];
};
