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
const MOST_PARTS = 16;
/** All partial sums of a filter's gradient together. */
const PARTIAL_BYTES = 64 * 1024 * 1024;
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

/** Bytes of 36 slabs of `tiles` pixels, each an odd number of cache lines. */
function groupBytes(tiles: number, channels: number): number {
  return POSITIONS * 64 * (Math.ceil((tiles * channels * 4) / 64) + 1);
}

function scratchFor(backend: CpuBackend, shape: ConvolutionShape, groups: Groups, columns: number) {
  const tileColumns = tilesOf(shape).columns;
  const tiles = groups.imagesPerGroup * groups.band * tileColumns;
  const windowPixels = (tileColumns * TILE + 2) * (groups.band * TILE + 2);
  const window = windowPixels * Math.max(shape.channels, shape.outChannels) * 4;
  return backend.pool.scratch(
    BETWEEN_BYTES + window + groupBytes(tiles, shape.channels) + groupBytes(tiles, columns),
  );
}

/** Number of chunks, and so of moment totals, of a convolution. */
export function winogradChunks(backend: CpuBackend, shape: ConvolutionShape): number {
  const columns = paddedTo(shape.outChannels, backend.panelColumns);
  return Math.ceil(shape.images / groupsOf(shape, columns).imagesPerChunk);
}

/**
 * Convolves the images at `input` with a filter.
 * @param filter address of [3, 3, C, N]; with `flipped` of [3, 3, N, C], taken in reverse, as an input gradient wants it.
 * @param output address of [B, OH, OW, N].
 * @param moments address for the totals of `winogradChunks` chunks, or 0.
 */
export function convolveWinograd(
  backend: CpuBackend,
  shape: ConvolutionShape,
  input: number,
  filter: { readonly address: number; readonly flipped: boolean },
  output: number,
  moments = 0,
): void {
  const { channels, outChannels, images } = shape;
  const columns = paddedTo(outChannels, backend.panelColumns);
  const packed = backend.heap.allocate(POSITIONS * channels * columns * 4);
  const packing = backend.pool.scratch(9 * 64 + 18 * 32);
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
    packing.address,
    packing.stride,
  ]);
  backend.heap.release(packing.address);

  const groups = groupsOf(shape, columns);
  const scratch = scratchFor(backend, shape, groups, columns);
  backend.pool.run('winograd', Math.ceil(images / groups.imagesPerChunk), [
    input,
    packed,
    output,
    images,
    shape.height,
    shape.width,
    channels,
    outChannels,
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
  backend.heap.release(packed);
}

/** Gradient of a convolution with respect to its filter; a new tensor [3, 3, C, N]. */
export function winogradFilterGradient(
  backend: CpuBackend,
  x: TensorInfo,
  dy: TensorInfo,
  shape: ConvolutionShape,
): TensorInfo {
  const { channels, outChannels, images } = shape;
  const columns = paddedTo(outChannels, backend.panelColumns);
  const partialBytes = POSITIONS * channels * columns * 4;
  const parts = Math.max(2, Math.min(MOST_PARTS, Math.floor(PARTIAL_BYTES / partialBytes)));
  const sums = backend.heap.allocate(partialBytes * parts);
  const groups = groupsOf(shape, columns);
  const scratch = scratchFor(backend, shape, groups, columns);
  backend.pool.run('winogradFilterGradient', parts, [
    backend.pointer(x),
    backend.pointer(dy),
    sums,
    images,
    shape.height,
    shape.width,
    channels,
    outChannels,
    -shape.top,
    shape.outRows,
    shape.outColumns,
    columns,
    parts,
    groups.imagesPerGroup,
    groups.band,
    scratch.address,
    scratch.stride,
  ]);
  backend.heap.release(scratch.address);
  const gradient = backend.output([3, 3, channels, outChannels]);
  const summing = backend.pool.scratch((POSITIONS + 18 + 9) * 32);
  backend.pool.run('winogradFilterSum', channels, [
    sums,
    backend.pointer(gradient),
    channels,
    outChannels,
    columns,
    parts,
    summing.address,
    summing.stride,
  ]);
  backend.heap.release(summing.address);
  backend.heap.release(sums);
  return gradient;
}
