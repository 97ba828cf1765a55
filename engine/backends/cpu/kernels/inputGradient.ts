import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import { convolve, isProduct, pack, packedBytes, type ConvolutionShape } from './convolve';
import { gemm } from './gemm';
import { ofTakenPixels, spread, takesSomePixels } from './subsample';
import { convolveWinograd } from './winograd';
import { suitsWinograd } from './winogradShape';

/** The taps of a filter that reach the input pixels of one phase along one axis. */
interface Phase {
  /** First tap, number of taps (a stride apart), first output pixel under input pixel 0 of the phase. */
  readonly firstTap: number;
  readonly taps: number;
  readonly start: number;
  /** Input pixels of the phase. */
  readonly size: number;
}

/** Input pixels phase, phase + stride, … and the filter taps that touch them: tap ≡ phase − origin modulo stride. */
function phaseOf(phase: number, origin: number, stride: number, taps: number, size: number): Phase {
  const firstTap = (phase - origin) % stride;
  const count = Math.max(0, Math.ceil((taps - firstTap) / stride));
  const lastTap = firstTap + (count - 1) * stride;
  return {
    firstTap,
    taps: count,
    start: (phase - origin - lastTap) / stride,
    size: Math.max(0, Math.ceil((size - phase) / stride)),
  };
}

/**
 * Gradient of a convolution with respect to its input: for each phase of the stride a convolution of the output
 * gradient [B, OH, OW, N] with the flipped taps of that phase; a new tensor [B, H, W, C].
 */
export function inputGradient(
  backend: CpuBackend,
  dy: TensorInfo,
  filter: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const { images, height, width, channels, stride, outChannels } = shape;
  const dx = backend.output([images, height, width, channels]);
  const address = backend.pointer(dx);
  const mirrored = mirror(shape);
  if (suitsWinograd(mirrored)) {
    const weights = { address: backend.pointer(filter), flipped: true };
    convolveWinograd(backend, mirrored, backend.pointer(dy), weights, address);
    return dx;
  }
  if (takesSomePixels(shape)) {
    const pixels = inputGradient(backend, dy, filter, ofTakenPixels(shape));
    spread(backend, backend.pointer(pixels), address, shape);
    backend.disposeData(pixels.dataId);
    return dx;
  }
  if (isProduct(shape)) {
    const transposed = pack(backend, backend.pointer(filter), outChannels, channels, true);
    const size = [images * height * width, channels, outChannels] as const;
    gemm(backend, backend.pointer(dy), [outChannels, 1], transposed, address, size);
    backend.heap.release(transposed);
    return dx;
  }
  const panels = Math.ceil(channels / backend.panelColumns);
  if (stride > Math.min(shape.filterRows, shape.filterColumns)) backend.values(dx).fill(0);
  for (let p = 0; p < stride; p++) {
    const rows = phaseOf(p, shape.top, stride, shape.filterRows, height);
    for (let q = 0; q < stride; q++) {
      const columns = phaseOf(q, shape.left, stride, shape.filterColumns, width);
      if (rows.taps * columns.taps * rows.size * columns.size === 0) continue;
      const packed = backend.heap.allocate(packedBytes(rows.taps * columns.taps * outChannels, channels));
      backend.pool.run('packFlipped', panels, [
        backend.pointer(filter),
        packed,
        shape.filterColumns,
        channels,
        outChannels,
        stride,
        rows.firstTap,
        rows.taps,
        columns.firstTap,
        columns.taps,
      ]);
      const phase: ConvolutionShape = {
        images,
        height: shape.outRows,
        width: shape.outColumns,
        channels: outChannels,
        filterRows: rows.taps,
        filterColumns: columns.taps,
        stride: 1,
        top: rows.start,
        left: columns.start,
        outRows: rows.size,
        outColumns: columns.size,
        outChannels: channels,
      };
      convolve(backend, phase, backend.pointer(dy), packed, {
        address: address + (p * width + q) * channels * 4,
        pixel: stride * channels,
        row: stride * width * channels,
        image: height * width * channels,
      });
      backend.heap.release(packed);
    }
  }
  return dx;
}

/** The convolution of the output's gradient that a convolution without a stride has for its input's gradient. */
export function mirror(shape: ConvolutionShape): ConvolutionShape {
  return {
    ...shape,
    height: shape.outRows,
    width: shape.outColumns,
    channels: shape.outChannels,
    top: 1 - shape.filterRows - shape.top,
    left: 1 - shape.filterColumns - shape.left,
    outRows: shape.height,
    outColumns: shape.width,
    outChannels: shape.channels,
  };
}
