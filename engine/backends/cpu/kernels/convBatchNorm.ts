import { backend_util, util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { unbiasedFactor } from '../../../ops/convBatchNorm';
import type { CpuBackend } from '../cpuBackend';
import { convolutionForward, convolutionWithSums, pixelsPerChunk } from './convolutionForward';
import { convolutionShape, type ConvolutionShape } from './convolve';

type Shape4D = [number, number, number, number];

/** Attributes that the kernels of a block share. */
export interface BlockAttributes {
  stride: number;
  pad: number;
  relu: boolean;
  epsilon: number;
}

/** Shape of a block's convolution. */
export function blockShape(
  x: TensorInfo,
  filter: TensorInfo,
  { stride, pad }: BlockAttributes,
): ConvolutionShape {
  const [input, kernel] = [x.shape as Shape4D, filter.shape as Shape4D];
  const info = backend_util.computeConv2DInfo(input, kernel, stride, 1, pad, 'floor');
  const shape = convolutionShape(info);
  if (!shape) throw new Error('a convolution with one stride and no dilation always has a shape');
  return shape;
}

/** Runs the pass out = act(x · scale + shift + residual) over all pixels. */
function affine(
  backend: CpuBackend,
  x: TensorInfo,
  scale: number,
  shift: number,
  residual: TensorInfo | undefined,
  out: TensorInfo,
  relu: boolean,
): void {
  const channels = x.shape.at(-1) ?? 1;
  const pixels = util.sizeFromShape(x.shape.slice(0, -1));
  const perChunk = pixelsPerChunk(channels);
  backend.pool.run('affine', Math.ceil(pixels / perChunk), [
    backend.pointer(x),
    scale,
    shift,
    residual ? backend.pointer(residual) : 0,
    backend.pointer(out),
    pixels,
    channels,
    perChunk,
    relu ? 1 : 0,
  ]);
}

/** ConvBatchNorm of `engine/ops`: [out, mean, variance, conv], and the running statistics where they are given. */
export const convBatchNorm: KernelFunc = (params) => {
  const backend = params.backend as CpuBackend;
  const inputs = params.inputs as Record<'x' | 'filter' | 'gamma' | 'beta', TensorInfo>;
  const { residual, runningMean, runningVariance } = params.inputs as Partial<
    Record<'residual' | 'runningMean' | 'runningVariance', TensorInfo>
  >;
  const attrs = params.attrs as unknown as BlockAttributes & { share: number };
  const shape = blockShape(inputs.x, inputs.filter, attrs);
  const { out: conv, sums } = convolutionWithSums(backend, inputs.x, inputs.filter, shape);

  const channels = shape.outChannels;
  const count = shape.images * shape.outRows * shape.outColumns;
  const [mean, variance] = [backend.output([channels]), backend.output([channels])];
  const [means, variances] = [backend.values(mean), backend.values(variance)];
  const coefficients = backend.heap.allocate(2 * channels * 4 + 64);
  const shiftAddress = coefficients + channels * 4;
  const scales = backend.heap.floats(coefficients, channels);
  const shifts = backend.heap.floats(shiftAddress, channels);
  backend.pointer(inputs.gamma);
  backend.pointer(inputs.beta);
  const [gammas, betas] = [backend.values(inputs.gamma), backend.values(inputs.beta)];
  for (let c = 0; c < channels; c++) {
    const average = (sums.sum[c] ?? 0) / count;
    // Rounding can take the difference of a constant channel just below zero.
    const spread = Math.max(0, (sums.squares[c] ?? 0) / count - average * average);
    const scale = (gammas[c] ?? 0) / Math.sqrt(spread + attrs.epsilon);
    means[c] = average;
    variances[c] = spread;
    scales[c] = scale;
    shifts[c] = (betas[c] ?? 0) - average * scale;
  }
  const out = backend.output(conv.shape);
  affine(backend, conv, coefficients, shiftAddress, residual, out, attrs.relu);
  backend.heap.release(coefficients);
  if (!runningMean || !runningVariance) return [out, mean, variance, conv];
  const { share } = attrs;
  const moved = [
    move(backend, runningMean, means, share, share),
    move(backend, runningVariance, variances, share, share * unbiasedFactor(count)),
  ];
  return [out, mean, variance, conv, ...moved];
};

/** (1 − share) · running + factor · values, as a new tensor. */
function move(
  backend: CpuBackend,
  running: TensorInfo,
  values: Float32Array,
  share: number,
  factor: number,
): TensorInfo {
  backend.pointer(running);
  const old = backend.values(running);
  const moved = backend.output(running.shape);
  backend.values(moved).forEach((_, c, all) => {
    all[c] = (1 - share) * (old[c] ?? 0) + factor * (values[c] ?? 0);
  });
  return moved;
}

/** ConvAffine of `engine/ops`: convolution with folded running statistics. */
export const convAffine: KernelFunc = (params) => {
  const backend = params.backend as CpuBackend;
  const inputs = params.inputs as Record<'x' | 'filter' | 'scale' | 'shift', TensorInfo>;
  const { residual } = params.inputs as { residual?: TensorInfo };
  const attrs = params.attrs as unknown as BlockAttributes;
  const conv = convolutionForward(
    backend,
    inputs.x,
    inputs.filter,
    blockShape(inputs.x, inputs.filter, attrs),
  );
  const [scale, shift] = [backend.pointer(inputs.scale), backend.pointer(inputs.shift)];
  affine(backend, conv, scale, shift, residual, conv, attrs.relu);
  return [conv];
};
