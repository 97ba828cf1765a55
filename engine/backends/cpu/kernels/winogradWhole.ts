import type { CpuBackend } from '../cpuBackend';
import type { ConvolutionShape } from './convolve';
import type { PartialSums, WinogradOperands } from './winograd';
import {
  BETWEEN_BYTES,
  groupBytes,
  POSITIONS,
  positionBytes,
  tilesOf,
  wholeImages,
  windowBytes,
} from './winogradShape';

/** A part of a batch, transformed: where its tiles lie, and what they are laid out by. */
interface Part {
  /** First image, and how many. */
  readonly first: number;
  readonly images: number;
  /** All their tiles. */
  readonly tiles: number;
  /** Addresses of the tiles [36][tiles][C] and of their products, or gradients, [36][tiles][padded N]. */
  readonly group: number;
  readonly products: number;
  /** Bytes between two of the 36. */
  readonly position: number;
  readonly outPosition: number;
  readonly scratch: { readonly address: number; readonly stride: number };
}

/** Images to transform, or gradients of the output, and where to. */
interface Transformed {
  readonly images: number;
  readonly target: number;
  /** Bytes between two of the 36, and columns of each, which may be more than the channels. */
  readonly position: number;
  readonly columns: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pad: number;
  readonly isGradient: boolean;
}

function transform(
  backend: CpuBackend,
  shape: ConvolutionShape,
  { first, images, scratch }: Pick<Part, 'first' | 'images' | 'scratch'>,
  of: Transformed,
): void {
  const grid = tilesOf(shape);
  backend.pool.run('winogradTransform', images, [
    of.images + first * of.height * of.width * of.channels * 4,
    of.target,
    of.position,
    of.columns * 4,
    of.height,
    of.width,
    of.channels,
    of.pad,
    grid.rows,
    grid.columns,
    of.isGradient ? 1 : 0,
    scratch.address,
    scratch.stride,
  ]);
}

/** Transforms one part of the batch after the other, as large as memory is to be spent on, and hands it on. */
function eachPart(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  input: number,
  work: (part: Part) => void,
): void {
  const { channels } = shape;
  const most = wholeImages(shape);
  const grid = tilesOf(shape);
  const tilesPerImage = grid.rows * grid.columns;
  const group = backend.heap.allocate(groupBytes(most * tilesPerImage, channels));
  const products = backend.heap.allocate(groupBytes(most * tilesPerImage, columns));
  const scratch = backend.pool.scratch(BETWEEN_BYTES + windowBytes(shape, grid.rows));
  for (let first = 0; first < shape.images; first += most) {
    const images = Math.min(most, shape.images - first);
    const tiles = images * tilesPerImage;
    const position = positionBytes(tiles, channels);
    const outPosition = positionBytes(tiles, columns);
    const part = { first, images, tiles, group, products, position, outPosition, scratch };
    const { height, width, top } = shape;
    transform(backend, shape, part, {
      ...{ images: input, target: group, position, columns: channels },
      ...{ height, width, channels, pad: -top, isGradient: false },
    });
    work(part);
  }
  backend.heap.release(scratch.address);
  backend.heap.release(products);
  backend.heap.release(group);
}

/** Convolves many tiles at once, so that the filter is read once for all. Each image has moments of its own. */
export function convolveWhole(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  { input, packed, output, moments }: WinogradOperands,
): void {
  const { channels, outChannels, outRows, outColumns } = shape;
  const panels = columns / backend.panelColumns;
  eachPart(backend, shape, columns, input, (part) => {
    const { first, images, tiles, group, products, position, outPosition, scratch } = part;
    backend.pool.run('winogradMultiply', POSITIONS * panels, [
      group,
      position,
      channels,
      packed,
      panels,
      products,
      outPosition,
      tiles,
    ]);
    backend.pool.run('winogradOutput', images, [
      products,
      outPosition,
      columns,
      output + first * outRows * outColumns * outChannels * 4,
      outChannels,
      outRows,
      outColumns,
      scratch.address,
      scratch.stride,
      moments === 0 ? 0 : moments + first * 2 * outChannels * 8,
    ]);
  });
}

/** Adds the gradient of the filter up over many tiles at once, so that the sums are read and written seldom. */
export function sumWhole(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  x: number,
  dy: number,
): PartialSums {
  const { channels, outChannels, outRows, outColumns } = shape;
  const sums = backend.heap.allocate(groupBytes(channels, columns));
  eachPart(backend, shape, columns, x, (part) => {
    const { first, tiles, group, products: gradients, position, outPosition } = part;
    transform(backend, shape, part, {
      ...{ images: dy, target: gradients, position: outPosition, columns },
      ...{ height: outRows, width: outColumns, channels: outChannels, pad: 0, isGradient: true },
    });
    backend.pool.run('winogradOuter', POSITIONS, [
      group,
      position,
      channels,
      gradients,
      outPosition,
      columns,
      tiles,
      sums,
      first === 0 ? 1 : 0,
    ]);
  });
  return { sums, parts: 1 };
}
