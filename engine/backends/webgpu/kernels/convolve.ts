import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../gpuBackend';
import { convolutionCode, type ConvolutionEnd, type ConvolutionShape } from '../shaders/convolution';
import type { Tile } from '../shaders/tiledProduct';
import { u32 } from '../uniforms';
import { tilesOf } from './tiles';

/** A tensor that a convolution reads or writes beside its input and its filter. */
export interface ConvolutionTensor {
  /** What the program calls it. */
  readonly name: string;
  readonly tensor: TensorInfo;
  readonly access: 'read' | 'read_write';
}

/** What is done with the values of a convolution, see `ConvolutionEnd`. */
export interface ConvolutionUse extends Omit<ConvolutionEnd, 'declarations'> {
  readonly tensors: readonly ConvolutionTensor[];
  /** WGSL: functions that `store` uses, or `storeMoments`. */
  readonly functions?: string;
}

/** Output pixels of a batch. */
export function pixelsOf({ shape, batch }: { shape: ConvolutionShape; batch: number }): number {
  return batch * shape.outHeight * shape.outWidth;
}

/** Queues a convolution of x [B, H, W, Ci] with filter [kh, kw, Ci, Co], tile by tile. */
export function convolve(
  gpu: GpuBackend,
  name: string,
  [x, filter]: readonly [TensorInfo, TensorInfo],
  found: { readonly shape: ConvolutionShape; readonly batch: number },
  tile: Tile,
  { tensors, functions = '', ...end }: ConvolutionUse,
): void {
  const { shape } = found;
  const bindings = tensors.map(
    (each, at) => `@group(0) @binding(${2 + at}) var<storage, ${each.access}> ${each.name}: array<f32>;`,
  );
  const declarations = /* wgsl */ `
struct Shape { pixels: u32 }
${bindings.join('\n')}
@group(0) @binding(${2 + tensors.length}) var<uniform> shape: Shape;
${functions}`;
  const pixels = pixelsOf(found);
  gpu.run(
    { name, code: convolutionCode(shape, tile, { ...end, declarations }, gpu.multiplier) },
    [x, filter, ...tensors.map(({ tensor }) => tensor)],
    [tilesOf(pixels, shape.outputs, tile)],
    [u32(pixels)],
  );
}
