import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import { convolutionChunks, convolve, isProduct, pack, type ConvolutionShape } from './convolve';
import { gemm } from './gemm';
import { subsample, takesSomePixels } from './subsample';
import { convolveWinograd, winogradChunks } from './winograd';
import { suitsWinograd } from './winogradShape';

/** Sums of each output channel, over chunks: sum and sum of squares. */
export interface ChannelSums {
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

/** Pixels a chunk of a pass over pixels: some tens of kilobytes, so that float32 sums stay short too. */
export function pixelsPerChunk(channels: number): number {
  return Math.min(2048, Math.max(16, Math.floor(16384 / channels)));
}

/** Convolution of NHWC images with a filter [KH, KW, C, N]; a new tensor [B, OH, OW, N]. */
export function convolutionForward(
  backend: CpuBackend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const { images, outRows, outColumns, outChannels } = shape;
  const out = backend.output([images, outRows, outColumns, outChannels]);
  if (takesSomePixels(shape)) {
    const pixels = subsample(backend, backend.pointer(x), shape);
    multiplyPixels(backend, pixels, filter, out, shape);
    backend.heap.release(pixels);
    return out;
  }
  if (isProduct(shape)) {
    multiplyPixels(backend, backend.pointer(x), filter, out, shape);
    return out;
  }
  convolvePixels(backend, x, filter, out, shape);
  return out;
}

/**
 * A convolution that is no product, by Winograd or directly.
 * @param totals address for the moments of `momentChunks` chunks, or 0.
 */
function convolvePixels(
  backend: CpuBackend,
  x: TensorInfo,
  filter: TensorInfo,
  out: TensorInfo,
  shape: ConvolutionShape,
  totals = 0,
): void {
  const [input, weights] = [backend.pointer(x), backend.pointer(filter)];
  if (suitsWinograd(shape)) {
    convolveWinograd(
      backend,
      shape,
      input,
      { address: weights, flipped: false },
      backend.pointer(out),
      totals,
    );
    return;
  }
  const depth = shape.filterRows * shape.filterColumns * shape.channels;
  const packed = pack(backend, weights, depth, shape.outChannels);
  convolve(backend, shape, input, packed, denseLayout(backend, out, shape), totals);
  backend.heap.release(packed);
}

/** Number of chunks that `convolvePixels` leaves moments of. */
function momentChunks(shape: ConvolutionShape): number {
  return suitsWinograd(shape) ? winogradChunks(shape) : convolutionChunks(shape);
}

/** A 1 × 1 convolution of the pixels that it takes: a matrix product. */
function multiplyPixels(
  backend: CpuBackend,
  pixels: number,
  filter: TensorInfo,
  out: TensorInfo,
  { images, outRows, outColumns, outChannels, channels }: ConvolutionShape,
): void {
  const packed = pack(backend, backend.pointer(filter), channels, outChannels);
  const size = [images * outRows * outColumns, outChannels, channels] as const;
  gemm(backend, pixels, [channels, 1], packed, backend.pointer(out), size);
  backend.heap.release(packed);
}

/** As `convolutionForward`, with the sums that batch norm needs, taken while the data are in cache. */
export function convolutionWithSums(
  backend: CpuBackend,
  x: TensorInfo,
  filter: TensorInfo,
  shape: ConvolutionShape,
): { out: TensorInfo; sums: ChannelSums } {
  const { images, outRows, outColumns, outChannels } = shape;
  if (isProduct(shape) || takesSomePixels(shape)) {
    const out = convolutionForward(backend, x, filter, shape);
    const pixels = images * outRows * outColumns;
    const perChunk = pixelsPerChunk(outChannels);
    const chunks = Math.ceil(pixels / perChunk);
    const totals = backend.heap.allocate(chunks * 2 * outChannels * 8);
    backend.pool.run('moments', chunks, [backend.pointer(out), totals, pixels, outChannels, perChunk]);
    return { out, sums: takeSums(backend, totals, chunks, outChannels) };
  }
  const out = backend.output([images, outRows, outColumns, outChannels]);
  const chunks = momentChunks(shape);
  const totals = backend.heap.allocate(chunks * 2 * outChannels * 8);
  convolvePixels(backend, x, filter, out, shape, totals);
  return { out, sums: takeSums(backend, totals, chunks, outChannels) };
}

function denseLayout(backend: CpuBackend, out: TensorInfo, shape: ConvolutionShape) {
  const pixel = shape.outChannels;
  const row = pixel * shape.outColumns;
  return { address: backend.pointer(out), pixel, row, image: row * shape.outRows };
}

/** Adds the totals of all chunks up, in chunk order, and releases them. */
export function takeSums(backend: CpuBackend, totals: number, chunks: number, channels: number): ChannelSums {
  const all = backend.heap.doubles(totals, chunks * 2 * channels);
  const both = new Float64Array(2 * channels);
  for (let at = 0, chunk = 0; chunk < chunks; chunk++) {
    for (let i = 0; i < both.length; i++, at++) both[i] = (both[i] ?? 0) + (all[at] ?? 0);
  }
  backend.heap.release(totals);
  return { sum: both.subarray(0, channels), squares: both.subarray(channels) };
}
