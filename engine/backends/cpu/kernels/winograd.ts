import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import type { ConvolutionShape } from './convolve';

/** Side of the tiles of output that are computed at once, and products that one takes. */
const TILE = 4;
const POSITIONS = 36;
/** Bytes between the passes of a transform, as `assembly/winogradTiles.ts` has it. */
const BETWEEN_BYTES = 36 * 32 + 4 * 32;
/** Bytes of a group of tiles and of its products, which should stay in a second-level cache. */
const GROUP_BYTES = 512 * 1024;
/** Tiles a group has at least where there are as many: the filter is read once for each group. */
const LEAST_TILES = 48;
const MOST_TILES = 96;
/** Chunks that a small batch is split into at least, so that all threads have work. */
const LEAST_CHUNKS = 16;
/** Parts that a batch is split into for the gradient of a filter. */
const PARTS = 16;
/** Channels in times channels out from which a filter is so large that it is read once for many tiles. */
const WHOLE_FILTER = 256 * 256;
/** The same for its gradient, which is read and written for each group. */
const WHOLE_GRADIENT = 128 * 128;
/** Bytes of transformed tiles and products that lie in memory at once then. */
const WHOLE_BYTES = 32 * 1024 * 1024;
/** Channels that pay for the transforms. */
const LEAST_CHANNELS = 16;
/** Share of the tiles' pixels that lie in the image, at least. */
const LEAST_INSIDE = 0.5;

/**
 * Whether Winograd's convolution F(4×4, 3×3) covers a convolution and is the faster way: 3 × 3 filters with stride 1, as
 * most are in a ResNet.
 */
export function suitsWinograd(shape: ConvolutionShape): boolean {
  const { filterRows, filterColumns, stride, top, left, channels, outChannels } = shape;
  if (filterRows !== 3 || filterColumns !== 3 || stride !== 1 || top !== left || top > 0) return false;
  if (channels % 8 !== 0 || outChannels % 8 !== 0 || Math.min(channels, outChannels) < LEAST_CHANNELS)
    return false;
  const { rows, columns } = tilesOf(shape);
  return shape.outRows * shape.outColumns >= LEAST_INSIDE * rows * columns * TILE * TILE;
}

function tilesOf({ outRows, outColumns }: ConvolutionShape): { rows: number; columns: number } {
  return { rows: Math.ceil(outRows / TILE), columns: Math.ceil(outColumns / TILE) };
}

/** How a batch is cut: images a chunk, and what of them is transformed at once. */
interface Groups {
  readonly imagesPerChunk: number;
  readonly imagesPerGroup: number;
  /** Rows of tiles; all of an image where a group has more than one. */
  readonly band: number;
}

function groupsOf(shape: ConvolutionShape, columns: number): Groups {
  const tiles = tilesOf(shape);
  const tilesPerImage = tiles.rows * tiles.columns;
  const fitting = Math.floor(GROUP_BYTES / (POSITIONS * 4 * (shape.channels + columns)));
  const most = Math.min(MOST_TILES, Math.max(LEAST_TILES, fitting));
  if (tilesPerImage > most)
    return {
      imagesPerChunk: Math.ceil(shape.images / Math.max(LEAST_CHUNKS, shape.images)),
      imagesPerGroup: 1,
      band: Math.max(1, Math.floor(most / tiles.columns)),
    };
  const wanted = Math.min(Math.floor(most / tilesPerImage), Math.ceil(shape.images / LEAST_CHUNKS));
  // All groups of about the same size.
  const imagesPerGroup = Math.ceil(shape.images / Math.ceil(shape.images / wanted));
  return { imagesPerChunk: imagesPerGroup, imagesPerGroup, band: tiles.rows };
}

const paddedTo = (columns: number, panel: number) => Math.ceil(columns / panel) * panel;

/** Bytes from one of the 36 to the next, as `assembly/winogradTiles.ts` has it. */
const positionBytes = (rows: number, columns: number) => (Math.ceil((rows * columns * 4) / 64) | 1) * 64;

/** Bytes of 36 matrices at most as large as [rows, columns]. */
const groupBytes = (rows: number, columns: number) => POSITIONS * positionBytes(rows, columns);

function scratchFor(backend: CpuBackend, shape: ConvolutionShape, groups: Groups, columns: number) {
  const tileColumns = tilesOf(shape).columns;
  const tiles = groups.imagesPerGroup * groups.band * tileColumns;
  const windowPixels = (tileColumns * TILE + 2) * (groups.band * TILE + 2);
  const window = windowPixels * Math.max(shape.channels, shape.outChannels) * 4;
  return backend.pool.scratch(
    BETWEEN_BYTES + window + groupBytes(tiles, shape.channels) + groupBytes(tiles, columns),
  );
}

/** Whether a convolution's filter is read once for many tiles. */
const isWhole = ({ channels }: ConvolutionShape, columns: number) => channels * columns >= WHOLE_FILTER;

/** Images whose tiles are worked on at once when the filter is large. */
function wholeImages({ images, channels, ...shape }: ConvolutionShape, columns: number): number {
  const tiles = tilesOf({ images, channels, ...shape });
  const imageBytes = POSITIONS * 4 * tiles.rows * tiles.columns * (channels + columns);
  return Math.min(images, Math.max(1, Math.floor(WHOLE_BYTES / imageBytes)));
}

/** Number of chunks, and so of moment totals, of a convolution. */
export function winogradChunks(backend: CpuBackend, shape: ConvolutionShape): number {
  const columns = paddedTo(shape.outChannels, backend.panelColumns);
  if (!isWhole(shape, columns)) return Math.ceil(shape.images / groupsOf(shape, columns).imagesPerChunk);
  // Each image by itself.
  return shape.images;
}

/** A filter to convolve with: [3, 3, C, N]; flipped it is [3, 3, N, C], taken in reverse, as an input gradient wants it. */
export interface WinogradFilter {
  readonly address: number;
  readonly flipped: boolean;
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
  const columns = paddedTo(shape.outChannels, backend.panelColumns);
  const packed = packFilter(backend, shape, filter, columns);
  const convolve = isWhole(shape, columns) ? convolveWhole : convolveGroups;
  convolve(backend, shape, columns, { input, packed, output, moments });
  backend.heap.release(packed);
}

function packFilter(
  backend: CpuBackend,
  { channels, outChannels }: ConvolutionShape,
  filter: WinogradFilter,
  columns: number,
): number {
  const packed = backend.heap.allocate(groupBytes(channels, columns));
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

/** Addresses of a convolution's data. */
interface Operands {
  readonly input: number;
  readonly packed: number;
  readonly output: number;
  readonly moments: number;
}

function convolveGroups(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  { input, packed, output, moments }: Operands,
): void {
  const groups = groupsOf(shape, columns);
  const scratch = scratchFor(backend, shape, groups, columns);
  backend.pool.run('winograd', Math.ceil(shape.images / groups.imagesPerChunk), [
    input,
    packed,
    output,
    shape.images,
    shape.height,
    shape.width,
    shape.channels,
    shape.outChannels,
    -shape.top,
    shape.outRows,
    shape.outColumns,
    groups.imagesPerChunk,
    groups.imagesPerGroup,
    groups.band,
    scratch.address,
    scratch.stride,
    moments,
  ]);
  backend.heap.release(scratch.address);
}

/** The transformed tiles of many images, and what they are laid out by. */
interface Whole {
  readonly images: number;
  readonly tiles: number;
  /** Bytes between two of the 36, of `channels` and of `columns`. */
  readonly position: number;
  readonly outPosition: number;
  readonly scratch: { readonly address: number; readonly stride: number };
}

/** Calls `work` for one part of the batch after the other, each with its first image. */
function eachPart(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  work: (part: Whole, group: number, products: number, first: number) => void,
): void {
  const most = wholeImages(shape, columns);
  const tiles = tilesOf(shape);
  const tilesPerImage = tiles.rows * tiles.columns;
  const group = backend.heap.allocate(groupBytes(most * tilesPerImage, shape.channels));
  const products = backend.heap.allocate(groupBytes(most * tilesPerImage, columns));
  const windowPixels = (tiles.columns * TILE + 2) * (tiles.rows * TILE + 2);
  const window = windowPixels * Math.max(shape.channels, shape.outChannels) * 4;
  const scratch = backend.pool.scratch(BETWEEN_BYTES + window);
  for (let first = 0; first < shape.images; first += most) {
    const images = Math.min(most, shape.images - first);
    const count = images * tilesPerImage;
    const [position, outPosition] = [positionBytes(count, shape.channels), positionBytes(count, columns)];
    work({ images, tiles: count, position, outPosition, scratch }, group, products, first);
  }
  backend.heap.release(scratch.address);
  backend.heap.release(products);
  backend.heap.release(group);
}

function transformInputs(
  backend: CpuBackend,
  shape: ConvolutionShape,
  input: number,
  group: number,
  { images, position, scratch }: Whole,
): void {
  const tiles = tilesOf(shape);
  backend.pool.run('winogradTransform', images, [
    input,
    group,
    position,
    shape.channels * 4,
    shape.height,
    shape.width,
    shape.channels,
    -shape.top,
    tiles.rows,
    tiles.columns,
    0,
    scratch.address,
    scratch.stride,
  ]);
}

function convolveWhole(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  { input, packed, output, moments }: Operands,
): void {
  const { channels, outChannels, outRows, outColumns } = shape;
  const panels = columns / backend.panelColumns;
  eachPart(backend, shape, columns, (part, group, products, first) => {
    const { images, tiles, position, outPosition, scratch } = part;
    const from = input + first * shape.height * shape.width * channels * 4;
    transformInputs(backend, shape, from, group, part);
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
      images,
      outChannels,
      outRows,
      outColumns,
      1,
      scratch.address,
      scratch.stride,
      moments === 0 ? 0 : moments + first * 2 * outChannels * 8,
    ]);
  });
}

/** Gradient of a convolution with respect to its filter; a new tensor [3, 3, C, N]. */
export function winogradFilterGradient(
  backend: CpuBackend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const columns = paddedTo(shape.outChannels, backend.panelColumns);
  const sum = shape.channels * columns >= WHOLE_GRADIENT ? sumWhole : sumGroups;
  const { sums, parts } = sum(backend, backend.pointer(x), backend.pointer(dy), shape, columns);
  const gradient = backend.output([3, 3, shape.channels, shape.outChannels]);
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

/** The gradient of a filter in the transformed domain, in parts that are still to be added up. */
interface PartialSums {
  readonly sums: number;
  readonly parts: number;
}

function sumGroups(
  backend: CpuBackend,
  x: number,
  dy: number,
  shape: ConvolutionShape,
  columns: number,
): PartialSums {
  const sums = backend.heap.allocate(groupBytes(shape.channels, columns) * PARTS);
  const groups = groupsOf(shape, columns);
  const scratch = scratchFor(backend, shape, groups, columns);
  backend.pool.run('winogradFilterGradient', PARTS, [
    x,
    dy,
    sums,
    shape.images,
    shape.height,
    shape.width,
    shape.channels,
    shape.outChannels,
    -shape.top,
    shape.outRows,
    shape.outColumns,
    columns,
    PARTS,
    groups.imagesPerGroup,
    groups.band,
    scratch.address,
    scratch.stride,
  ]);
  backend.heap.release(scratch.address);
  return { sums, parts: PARTS };
}

function sumWhole(
  backend: CpuBackend,
  x: number,
  dy: number,
  shape: ConvolutionShape,
  columns: number,
): PartialSums {
  const { channels, outChannels, outRows, outColumns } = shape;
  const sums = backend.heap.allocate(groupBytes(channels, columns));
  const tileGrid = tilesOf(shape);
  eachPart(backend, shape, columns, (part, group, gradients, first) => {
    const { images, tiles, position, outPosition, scratch } = part;
    transformInputs(backend, shape, x + first * shape.height * shape.width * channels * 4, group, part);
    backend.pool.run('winogradTransform', images, [
      dy + first * outRows * outColumns * outChannels * 4,
      gradients,
      outPosition,
      columns * 4,
      outRows,
      outColumns,
      outChannels,
      0,
      tileGrid.rows,
      tileGrid.columns,
      1,
      scratch.address,
      scratch.stride,
    ]);
    backend.pool.run('winogradOuter', POSITIONS, [
      group,
      position,
      channels,
      gradients,
      outPosition,
      columns,
      tiles,
      sums,
      1,
      first === 0 ? 1 : 0,
    ]);
  });
  return { sums, parts: 1 };
}
