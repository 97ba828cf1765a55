/**
 * Winograd's convolution (see winogradTiles.ts) of many tiles at once, in passes over all of them: for filters that no cache
 * holds, which are then read once. The transformed images lie in memory, `[36][tiles][channels]`.
 */
import { COLUMNS } from './tiles';
import { int, pointer } from './fields';
import { addMoments } from './moments';
import { threadIndex } from './thread';
import { copyWindow } from './window';
import { addProducts, multiply } from './winogradProducts';
import { BETWEEN, positionBytes, transformGradient, transformInput, transformOutput } from './winogradTiles';

/** Tiles whose products are added at once: as many as a second-level cache holds. */
const BLOCK: i32 = 96;

/**
 * Transforms images, or gradients of the output. Chunk: one image. Fields:
 *  0 images [B, H, W, C]  1 target [36][tiles][padded C]  2 bytes of one of the 36  3 bytes of a tile  4 H  5 W  6 C
 *  7 padding  8 rows of tiles  9 columns of tiles  10 whether these are gradients  11 scratch  12 scratch bytes a thread
 */
export function winogradTransform(args: usize, image: i32): void {
  const position = <usize>int(args, 2);
  const tile = <usize>int(args, 3);
  const height = int(args, 4);
  const width = int(args, 5);
  const channels = int(args, 6);
  const pad = int(args, 7);
  const rows = int(args, 8);
  const columns = int(args, 9);
  const from = pointer(args, 0) + ((<usize>(image * height * width * channels)) << 2);
  const to = pointer(args, 1) + tile * (image * rows * columns);
  const between = pointer(args, 11) + <usize>threadIndex() * int(args, 12);
  const window = between + BETWEEN;
  if (int(args, 10)) {
    copyWindow(from, height, width, channels, 0, rows * 4, 0, columns * 4, window);
    const windowRow = (<usize>(columns * 4 * channels)) << 2;
    transformGradient(window, windowRow, rows, columns, channels, to, position, tile, between);
  } else {
    copyWindow(from, height, width, channels, -pad, rows * 4 + 2, -pad, columns * 4 + 2, window);
    transformInput(window, rows, columns, channels, to, position, between);
  }
}

/**
 * Products with the filter. Chunk: one of the 36 and one panel. Fields:
 *  0 tiles [36][tiles][C]  1 bytes of one of the 36  2 C  3 filter of `winogradPack`  4 panels
 *  5 products [36][tiles][padded N]  6 bytes of one of the 36  7 number of tiles
 */
export function winogradMultiply(args: usize, chunk: i32): void {
  const channels = int(args, 2);
  const panels = int(args, 4);
  const p = chunk / panels;
  const panel = chunk % panels;
  const panelRow: usize = COLUMNS << 2;
  const filter =
    pointer(args, 3) + positionBytes(panels * channels, panelRow) * p + panelRow * (panel * channels);
  const products = pointer(args, 5) + <usize>int(args, 6) * p + ((<usize>(panel * COLUMNS)) << 2);
  const tiles = pointer(args, 0) + <usize>int(args, 1) * p;
  const pixel = (<usize>channels) << 2;
  multiply(tiles, pixel, filter, channels, 1, products, (<usize>(panels * COLUMNS)) << 2, int(args, 7));
}

/**
 * Transforms products back. Chunk: one image. Fields:
 *  0 products [36][tiles][padded N]  1 bytes of one of the 36  2 padded N  3 output [B, OH, OW, N]  4 N  5 OH  6 OW
 *  7 scratch  8 scratch bytes a thread
 *  9 moments [images][2][N] float64 to fill with the sum and the sum of squares of each output channel, or 0
 */
export function winogradOutput(args: usize, image: i32): void {
  const position = <usize>int(args, 1);
  const tile = (<usize>int(args, 2)) << 2;
  const n = int(args, 4);
  const outRows = int(args, 5);
  const outColumns = int(args, 6);
  const rows = (outRows + 3) >> 2;
  const columns = (outColumns + 3) >> 2;
  const between = pointer(args, 7) + <usize>threadIndex() * int(args, 8);
  const from = pointer(args, 0) + tile * (image * rows * columns);
  const to = pointer(args, 3) + ((<usize>(image * outRows * outColumns * n)) << 2);
  transformOutput(from, position, tile, rows, columns, to, outRows, outColumns, n, between);
  if (pointer(args, 9) == 0) return;
  const moments = pointer(args, 9) + ((<usize>(image * 2 * n)) << 3);
  memory.fill(moments, 0, (<usize>(2 * n)) << 3);
  addMoments(to, outRows * outColumns, n, moments);
}

/**
 * Adds the products of tiles and output gradients up, over all tiles. Chunk: one of the 36. Fields:
 *  0 tiles [36][tiles][C]  1 bytes of one of the 36  2 C  3 gradients [36][tiles][padded N]  4 bytes of one of the 36
 *  5 padded N  6 number of tiles  7 sums [36][C][padded N]  8 whether the sums begin here
 */
export function winogradOuter(args: usize, p: i32): void {
  const channels = int(args, 2);
  const paddedN = int(args, 5);
  const tiles = int(args, 6);
  const pixel = (<usize>channels) << 2;
  const row = (<usize>paddedN) << 2;
  const from = pointer(args, 0) + <usize>int(args, 1) * p;
  const gradients = pointer(args, 3) + <usize>int(args, 4) * p;
  const sums = pointer(args, 7) + positionBytes(channels, row) * p;
  if (int(args, 8)) memory.fill(sums, 0, row * channels);
  for (let tile = 0; tile < tiles; tile += BLOCK) {
    const count = min(BLOCK, tiles - tile);
    addProducts(from + pixel * tile, channels, gradients + row * tile, row, paddedN, count, sums);
  }
}
