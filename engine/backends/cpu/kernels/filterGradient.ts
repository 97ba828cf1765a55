import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import type { ConvolutionShape } from './convolve';
import { ofTakenPixels, subsample, takesSomePixels } from './subsample';
import { winogradFilterGradient } from './winograd';
import { suitsWinograd } from './winogradShape';

/** Bytes of input and gradient rows that should stay in a first-level cache while the tiles sweep over them. */
const CACHED_BYTES = 40 * 1024;
/** Pixels that a tile should sum before it is stored, or its loads and stores cost too much. */
const LEAST_PIXELS = 192;
const SCRATCH_BYTES = 512 * 1024;
const MOST_PARTS = 16;
/** All partial gradients together. */
const PARTIAL_BYTES = 16 * 1024 * 1024;
const LEAST_CHUNKS = 8;
/** Rows of a chunk of `sumPartials`, as `assembly/filterGradient.ts` has it. */
const SUM_ROWS = 64;

/** Gradient of a convolution with respect to its filter; a new tensor [KH, KW, C, N]. */
export function filterGradient(
  backend: CpuBackend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  if (suitsWinograd(shape)) return winogradFilterGradient(backend, x, dy, shape);
  if (takesSomePixels(shape)) {
    const pixels = subsample(backend, backend.pointer(x), shape);
    const gradient = directGradient(backend, pixels, dy, ofTakenPixels(shape));
    backend.heap.release(pixels);
    return gradient;
  }
  return directGradient(backend, backend.pointer(x), dy, shape);
}

function directGradient(backend: CpuBackend, x: number, dy: TensorInfo, shape: ConvolutionShape): TensorInfo {
  const { images, channels, filterRows, filterColumns, stride, outRows, outColumns, outChannels } = shape;
  const panels = Math.ceil(outChannels / backend.panelColumns);
  const paddedN = panels * backend.panelColumns;
  const rowsOfGradient = filterRows * filterColumns * channels;
  const partialBytes = rowsOfGradient * paddedN * 4;
  const parts = Math.max(1, Math.min(images, MOST_PARTS, Math.floor(PARTIAL_BYTES / partialBytes)));
  const groups = Math.min(panels, Math.ceil(LEAST_CHUNKS / parts));

  const windowRow = ((outColumns - 1) * stride + filterColumns) * channels * 4;
  const cachedRows = Math.floor(CACHED_BYTES / (stride * windowRow + outColumns * outChannels * 4));
  const wantedRows = Math.max(1, cachedRows, Math.ceil(LEAST_PIXELS / outColumns));
  const fittingRows = Math.floor((SCRATCH_BYTES / windowRow - filterRows) / stride) + 1;
  const band = Math.min(outRows, Math.max(1, Math.min(wantedRows, fittingRows)));
  const windowBytes = windowRow * ((band - 1) * stride + filterRows);
  const wantedImages = Math.ceil(LEAST_PIXELS / (outRows * outColumns));
  const imagesPerWindow =
    band < outRows ? 1 : Math.max(1, Math.min(wantedImages, Math.floor(SCRATCH_BYTES / windowBytes)));

  const partial = backend.heap.allocate(partialBytes * parts);
  const scratch = backend.pool.scratch(windowBytes * imagesPerWindow);
  backend.pool.run('filterGradient', parts * groups, [
    x,
    backend.pointer(dy),
    partial,
    images,
    shape.height,
    shape.width,
    channels,
    filterRows,
    filterColumns,
    stride,
    shape.top,
    shape.left,
    outRows,
    outColumns,
    outChannels,
    paddedN,
    parts,
    groups,
    imagesPerWindow,
    band,
    scratch.address,
    scratch.stride,
  ]);
  const gradient = backend.output([filterRows, filterColumns, channels, outChannels]);
  backend.pool.run('sumPartials', Math.ceil(rowsOfGradient / SUM_ROWS), [
    partial,
    backend.pointer(gradient),
    rowsOfGradient,
    outChannels,
    paddedN,
    parts,
  ]);
  backend.heap.release(scratch.address);
  backend.heap.release(partial);
  return gradient;
}
