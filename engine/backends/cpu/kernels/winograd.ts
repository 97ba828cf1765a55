import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import type { ConvolutionShape } from './convolve';
import { convolveGroups, groupChunks, sumGroups } from './winogradGroups';
import { groupBytes, isWhole, isWholeGradient, POSITIONS } from './winogradShape';
import { convolveWhole, sumWhole } from './winogradWhole';

/** A filter to convolve with: [3, 3, C, N]; flipped it is [3, 3, N, C], taken in reverse, as an input gradient wants it. */
export interface WinogradFilter {
  readonly address: number;
  readonly flipped: boolean;
}

/** Addresses of a convolution's data; `packed` is the filter, transformed. */
export interface WinogradOperands {
  readonly input: number;
  readonly packed: number;
  readonly output: number;
  readonly moments: number;
}

/** The gradient of a filter in the transformed domain, in parts that are still to be added up. */
export interface PartialSums {
  readonly sums: number;
  readonly parts: number;
}

/** Columns of whole panels. */
export function paddedColumns({ panelColumns }: CpuBackend, { outChannels }: ConvolutionShape): number {
  return Math.ceil(outChannels / panelColumns) * panelColumns;
}

/** Number of chunks, and so of moment totals, of a convolution. */
export function winogradChunks(shape: ConvolutionShape): number {
  return isWhole(shape) ? shape.images : groupChunks(shape);
}

/**
 * Convolves the images at `input` with a filter.
 * @param output address of [B, OH, OW, N].
 * @param moments address for the totals of `winogradChunks` chunks, or 0.
 */
export function convolveWinograd(
  backend: CpuBackend,
  shape: ConvolutionShape,
  input: number,
  filter: WinogradFilter,
  output: number,
  moments = 0,
): void {
  const columns = paddedColumns(backend, shape);
  const packed = packFilter(backend, shape, filter, columns);
  const convolve = isWhole(shape) ? convolveWhole : convolveGroups;
  convolve(backend, shape, columns, { input, packed, output, moments });
  backend.heap.release(packed);
}

/** Transforms a filter for products of so many columns; release it with the heap. */
export function packFilter(
  backend: CpuBackend,
  { channels, outChannels }: ConvolutionShape,
  filter: WinogradFilter,
  columns: number,
): number {
  const packed = backend.heap.allocate(groupBytes(channels, columns));
  // Nine taps of a panel's columns, and eight of these between the passes.
  const scratch = backend.pool.scratch(9 * 64 + 18 * 32);
  const [kStride, nStride] = filter.flipped ? [1, channels] : [outChannels, 1];
  backend.pool.run('winogradPack', columns / backend.panelColumns, [
    filter.address,
    packed,
    channels,
    outChannels,
    channels * outChannels,
    kStride,
    nStride,
    filter.flipped ? 1 : 0,
    scratch.address,
    scratch.stride,
  ]);
  backend.heap.release(scratch.address);
  return packed;
}

/** Gradient of a convolution with respect to its filter; a new tensor [3, 3, C, N]. */
export function winogradFilterGradient(
  backend: CpuBackend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const columns = paddedColumns(backend, shape);
  const sum = isWholeGradient(shape) ? sumWhole : sumGroups;
  return sumParts(
    backend,
    shape,
    columns,
    sum(backend, shape, columns, backend.pointer(x), backend.pointer(dy)),
  );
}

/** Adds the parts up, releases them and transforms their sum back: a new tensor [3, 3, C, N]. */
export function sumParts(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  { sums, parts }: PartialSums,
): TensorInfo {
  const gradient = backend.output([3, 3, shape.channels, shape.outChannels]);
  // Eight columns of the 36, of the first pass and of the nine taps.
  const scratch = backend.pool.scratch((POSITIONS + 18 + 9) * 32);
  backend.pool.run('winogradFilterSum', shape.channels, [
    sums,
    backend.pointer(gradient),
    shape.channels,
    shape.outChannels,
    columns,
    parts,
    scratch.address,
    scratch.stride,
  ]);
  backend.heap.release(scratch.address);
  backend.heap.release(sums);
  return gradient;
}
