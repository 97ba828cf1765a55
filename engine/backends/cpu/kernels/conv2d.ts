import { backend_util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import { convolutionForward } from './convolutionForward';
import { convolutionShape, type ConvolutionShape } from './convolve';
import { filterGradient } from './filterGradient';
import { inputGradient } from './inputGradient';
import { stockKernel } from './stockKernel';

/** Attributes that tfjs's three convolution kernels share. */
interface ConvolutionAttributes {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | [[number, number], [number, number], [number, number], [number, number]];
  dataFormat: 'NHWC' | 'NCHW';
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Shape4D = [number, number, number, number];

function shapeFor(attrs: unknown, inputShape: number[], filterShape: number[]): ConvolutionShape | null {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs as ConvolutionAttributes;
  if (dataFormat === 'NCHW') return null;
  const info = backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
  );
  return convolutionShape(info);
}

/** tfjs's Conv2D: inputs {x, filter}. */
export const conv2d: KernelFunc = (params) => {
  const { x, filter } = params.inputs as { x: TensorInfo; filter: TensorInfo };
  const shape = shapeFor(params.attrs, x.shape, filter.shape);
  return shape
    ? convolutionForward(params.backend as CpuBackend, x, filter, shape)
    : stockKernel('Conv2D', params);
};

/** tfjs's Conv2DBackpropInput: inputs {dy, filter}, attribute inputShape. */
export const conv2dBackpropInput: KernelFunc = (params) => {
  const { dy, filter } = params.inputs as { dy: TensorInfo; filter: TensorInfo };
  const { inputShape } = params.attrs as unknown as { inputShape: Shape4D };
  const shape = shapeFor(params.attrs, inputShape, filter.shape);
  return shape
    ? inputGradient(params.backend as CpuBackend, dy, filter, shape)
    : stockKernel('Conv2DBackpropInput', params);
};

/** tfjs's Conv2DBackpropFilter: inputs {x, dy}, attribute filterShape. */
export const conv2dBackpropFilter: KernelFunc = (params) => {
  const { x, dy } = params.inputs as { x: TensorInfo; dy: TensorInfo };
  const { filterShape } = params.attrs as unknown as { filterShape: Shape4D };
  const shape = shapeFor(params.attrs, x.shape, filterShape);
  return shape
    ? filterGradient(params.backend as CpuBackend, x, dy, shape)
    : stockKernel('Conv2DBackpropFilter', params);
};
