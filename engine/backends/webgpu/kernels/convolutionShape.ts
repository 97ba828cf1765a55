import { backend_util } from '@tensorflow/tfjs-core';
import type { ConvolutionShape } from '../shaders/convolution';

type Shape4D = [number, number, number, number];

/** How tfjs describes a convolution. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Of a convolution: what programs are made for, and the size of the batch. */
export function convolutionShape(
  input: readonly number[],
  filter: readonly number[],
  { strides, pad, dimRoundingMode = 'floor' }: ConvolutionAttributes,
): { shape: ConvolutionShape; batch: number } {
  const info = backend_util.computeConv2DInfo(
    input as Shape4D,
    filter as Shape4D,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  if (info.strideHeight !== info.strideWidth) throw new Error('a convolution has one stride');
  return {
    batch: info.batchSize,
    shape: {
      ...{ height: info.inHeight, width: info.inWidth, inputs: info.inChannels },
      ...{ outHeight: info.outHeight, outWidth: info.outWidth, outputs: info.outChannels },
      ...{ kernelHeight: info.filterHeight, kernelWidth: info.filterWidth, stride: info.strideHeight },
      ...{ padTop: info.padInfo.top, padLeft: info.padInfo.left },
    },
  };
}

/** Shape of the output [B, Ho, Wo, Co]. */
export function outputShape({ shape, batch }: { shape: ConvolutionShape; batch: number }): number[] {
  return [batch, shape.outHeight, shape.outWidth, shape.outputs];
}
