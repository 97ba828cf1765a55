import type { ConvolutionShape } from './convolve';

/** Side of the tiles of output that are computed at once. */
const TILE = 4;
/** Products that a tile takes. */
export const POSITIONS = 36;
/** Bytes between the passes of a transform, as `assembly/winogradTiles.ts` has it. */
export const BETWEEN_BYTES = 36 * 32 + 4 * 32;
/** Bytes of a group of tiles and of its products, which should stay in a second-level cache. */
const GROUP_BYTES = 512 * 1024;
/** Tiles a group has at least where there are as many: the filter is read once for each group. */
const LEAST_TILES = 48;
const MOST_TILES = 96;
/** Chunks that a small batch is split into at least, so that all threads have work. */
const LEAST_CHUNKS = 16;
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

/** Tiles of an image. */
export function tilesOf({ outRows, outColumns }: ConvolutionShape): { rows: number; columns: number } {
  return { rows: Math.ceil(outRows / TILE), columns: Math.ceil(outColumns / TILE) };
}

/** Whether a convolution's filter is read once for many tiles, rather than once for each group of them. */
export const isWhole = ({ channels, outChannels }: ConvolutionShape): boolean =>
  channels * outChannels >= WHOLE_FILTER;

/** The same of the gradient of its filter. */
export const isWholeGradient = ({ channels, outChannels }: ConvolutionShape): boolean =>
  channels * outChannels >= WHOLE_GRADIENT;

/** Images whose tiles are worked on at once when the filter is large. */
export function wholeImages(shape: ConvolutionShape): number {
  const tiles = tilesOf(shape);
  const imageBytes = POSITIONS * 4 * tiles.rows * tiles.columns * (shape.channels + shape.outChannels);
  return Math.min(shape.images, Math.max(1, Math.floor(WHOLE_BYTES / imageBytes)));
}

/** How a batch is cut when the filter is small. */
export interface Groups {
  /** Images that are transformed at once, which is a chunk of work. */
  readonly images: number;
  /** Rows of tiles; all of an image where a group has more than one. */
  readonly band: number;
}

/**
 * Groups of about as many tiles as a cache holds. They depend on the shape alone, and not on the build of the kernels or
 * the threads, since sums are rounded by the group.
 */
export function groupsOf(shape: ConvolutionShape): Groups {
  const tiles = tilesOf(shape);
  const tilesPerImage = tiles.rows * tiles.columns;
  const fitting = Math.floor(GROUP_BYTES / (POSITIONS * 4 * (shape.channels + shape.outChannels)));
  const most = Math.min(MOST_TILES, Math.max(LEAST_TILES, fitting));
  if (tilesPerImage > most) return { images: 1, band: Math.max(1, Math.floor(most / tiles.columns)) };
  const wanted = Math.min(Math.floor(most / tilesPerImage), Math.ceil(shape.images / LEAST_CHUNKS));
  // All groups of about the same size.
  return { images: Math.ceil(shape.images / Math.ceil(shape.images / wanted)), band: tiles.rows };
}

/** Bytes of the padded window that so many rows of tiles are transformed from, of the input or of the output's gradient. */
export function windowBytes(shape: ConvolutionShape, tileRows: number): number {
  const pixels = (tilesOf(shape).columns * TILE + 2) * (tileRows * TILE + 2);
  return pixels * Math.max(shape.channels, shape.outChannels) * 4;
}

/** Bytes from one of the 36 matrices [rows, columns] to the next, as `assembly/winogradTiles.ts` has it. */
export const positionBytes = (rows: number, columns: number): number =>
  (Math.ceil((rows * columns * 4) / 64) | 1) * 64;

/** Bytes of 36 matrices at most as large as [rows, columns]. */
export const groupBytes = (rows: number, columns: number): number => POSITIONS * positionBytes(rows, columns);
