import type { backend_util } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';

/** Columns of the widest build's panels; buffers are sized for it. */
const PANEL = 16;
/** Bytes of padded input that a thread holds at once: well within a second-level cache. */
const WINDOW_BYTES = 192 * 1024;
const TILE_BYTES = 6 * PANEL * 4;
/** Chunks that a small batch is split into at least, so that all threads have work. */
const LEAST_CHUNKS = 16;

/** Bytes of a matrix [depth, columns] packed into panels. */
export function packedBytes(depth: number, columns: number): number {
  return Math.ceil(columns / PANEL) * PANEL * depth * 4;
}

/** Shape of a convolution without dilation, in pixels. */
export interface ConvolutionShape {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filterRows: number;
  readonly filterColumns: number;
  readonly stride: number;
  /** First input row and column under output pixel (0, 0): minus the padding. */
  readonly top: number;
  readonly left: number;
  readonly outRows: number;
  readonly outColumns: number;
  readonly outChannels: number;
}

/** The shape as our kernels want it, or null where they do not cover the case (dilation, unequal strides, NCHW). */
export function convolutionShape(info: backend_util.Conv2DInfo): ConvolutionShape | null {
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) return null;
  if (info.strideHeight !== info.strideWidth || info.dataFormat !== 'channelsLast') return null;
  return {
    images: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    filterRows: info.filterHeight,
    filterColumns: info.filterWidth,
    stride: info.strideHeight,
    top: -info.padInfo.top,
    left: -info.padInfo.left,
    outRows: info.outHeight,
    outColumns: info.outWidth,
    outChannels: info.outChannels,
  };
}

/** A 1 × 1 convolution without stride or padding is a matrix product over all pixels. */
export function isProduct(shape: ConvolutionShape): boolean {
  const { filterRows, filterColumns, stride, top, left, outRows, outColumns } = shape;
  const sameSize = outRows === shape.height && outColumns === shape.width;
  return filterRows === 1 && filterColumns === 1 && stride === 1 && top === 0 && left === 0 && sameSize;
}

/** Where output pixels go: by default densely, for a phase of an input gradient a stride apart. */
export interface OutputLayout {
  readonly address: number;
  /** Floats from pixel to pixel, row to row, image to image. */
  readonly pixel: number;
  readonly row: number;
  readonly image: number;
}

/** Per-channel sums that a convolution leaves: `chunks` rows of [2][channels] float64. */
export interface MomentTotals {
  readonly address: number;
  readonly chunks: number;
}

/** Images a chunk and rows a band, so that a thread's padded copy stays within WINDOW_BYTES. */
function chunking(shape: ConvolutionShape): { imagesPerChunk: number; band: number; bytes: number } {
  const { stride, filterRows, outRows, images } = shape;
  const rowBytes = ((shape.outColumns - 1) * stride + shape.filterColumns) * shape.channels * 4;
  const imageBytes = rowBytes * ((outRows - 1) * stride + filterRows);
  if (imageBytes <= WINDOW_BYTES) {
    const fitting = Math.floor(WINDOW_BYTES / imageBytes);
    const imagesPerChunk = Math.max(1, Math.min(fitting, Math.ceil(images / LEAST_CHUNKS)));
    return { imagesPerChunk, band: outRows, bytes: imageBytes * imagesPerChunk };
  }
  const rows = Math.floor((WINDOW_BYTES / rowBytes - filterRows) / stride) + 1;
  const band = Math.min(outRows, Math.max(1, rows));
  return { imagesPerChunk: 1, band, bytes: rowBytes * ((band - 1) * stride + filterRows) };
}

/** Number of chunks, and so of moment totals, of a convolution. */
export function convolutionChunks(shape: ConvolutionShape): number {
  return Math.ceil(shape.images / chunking(shape).imagesPerChunk);
}

/**
 * Convolves the images at `input` with the filter packed at `packed`.
 * @param moments address for the totals of `convolutionChunks` chunks, or 0.
 */
export function convolve(
  backend: CpuBackend,
  shape: ConvolutionShape,
  input: number,
  packed: number,
  output: OutputLayout,
  moments = 0,
): void {
  const { imagesPerChunk, band, bytes } = chunking(shape);
  const scratch = backend.pool.scratch(bytes + TILE_BYTES);
  backend.pool.run('convolution', Math.ceil(shape.images / imagesPerChunk), [
    input,
    packed,
    output.address,
    shape.images,
    shape.height,
    shape.width,
    shape.channels,
    shape.filterRows,
    shape.filterColumns,
    shape.stride,
    shape.top,
    shape.left,
    shape.outRows,
    shape.outColumns,
    shape.outChannels,
    output.pixel,
    output.row,
    output.image,
    imagesPerChunk,
    band,
    scratch.address,
    scratch.stride,
    moments,
  ]);
  backend.heap.release(scratch.address);
}

/** Packs a matrix [depth, columns], or its transpose stored as [columns, depth]; release the result with the heap. */
export function pack(
  backend: CpuBackend,
  source: number,
  depth: number,
  columns: number,
  transposed = false,
): number {
  const packed = backend.heap.allocate(packedBytes(depth, columns));
  const [kStride, nStride] = transposed ? [1, depth] : [columns, 1];
  const panels = Math.ceil(columns / backend.panelColumns);
  backend.pool.run('packMatrix', panels, [source, packed, depth, columns, kStride, nStride]);
  return packed;
}
