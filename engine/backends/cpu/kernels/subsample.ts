import type { CpuBackend } from '../cpuBackend';
import type { ConvolutionShape } from './convolve';

/** Whether a convolution is a matrix product over every so-manyth pixel, as the shortcuts of a ResNet are. */
export function takesSomePixels({ filterRows, filterColumns, stride, top, left }: ConvolutionShape): boolean {
  return filterRows === 1 && filterColumns === 1 && stride > 1 && top === 0 && left === 0;
}

/** The same convolution of the pixels that it takes. */
export function ofTakenPixels(shape: ConvolutionShape): ConvolutionShape {
  return { ...shape, height: shape.outRows, width: shape.outColumns, stride: 1 };
}

function fields(shape: ConvolutionShape, images: number, pixels: number): readonly number[] {
  const { height, width, channels, outRows, outColumns, stride } = shape;
  return [images, pixels, height, width, channels, outRows, outColumns, stride];
}

/** The pixels [B, OH, OW, C] that a convolution takes of images; release the block with the heap. */
export function subsample(backend: CpuBackend, images: number, shape: ConvolutionShape): number {
  const { outRows, outColumns, channels } = shape;
  const pixels = backend.heap.allocate(shape.images * outRows * outColumns * channels * 4);
  backend.pool.run('subsample', shape.images, fields(shape, images, pixels));
  return pixels;
}

/** Puts such pixels back into images that are zero elsewhere. */
export function spread(backend: CpuBackend, pixels: number, images: number, shape: ConvolutionShape): void {
  backend.pool.run('spread', shape.images, fields(shape, images, pixels));
}
