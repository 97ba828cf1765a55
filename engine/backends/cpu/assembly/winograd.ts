/**
 * Winograd's convolution of NHWC images with 3 × 3 filters and stride 1 (see winogradTiles.ts), a group of tiles after the
 * other in the cache of its thread: for filters that stay in the cache too. For larger ones there is winogradWhole.ts.
 */
import { COLUMNS } from './tiles';
import { int, pointer } from './fields';
import { addMoments } from './moments';
import { threadIndex } from './thread';
import { copyWindow } from './window';
import { LINE, filterLine, tapLine } from './winogradLines';
import { addProducts, multiply } from './winogradProducts';
import { BETWEEN, POSITIONS, positionBytes, transformGradient, transformInput, transformOutput } from './winogradTiles';

/**
 * Transforms a filter [3, 3, K, N], G g Gᵀ, into packed panels [36][panels][K][COLUMNS], columns beyond N zero. Chunk: one
 * panel. Fields: 0 filter  1 packed  2 K  3 N  4 floats from tap to tap  5 of k  6 of n  7 whether the taps are reversed
 * 8 scratch  9 scratch bytes a thread.
 */
export function winogradPack(args: usize, panel: i32): void {
  const depth = int(args, 2);
  const columns = int(args, 3);
  const tapStride = (<usize>int(args, 4)) << 2;
  const kStride = (<usize>int(args, 5)) << 2;
  const nStride = (<usize>int(args, 6)) << 2;
  const reversed = int(args, 7) != 0;
  const taps = pointer(args, 8) + <usize>threadIndex() * int(args, 9);
  const row = (<usize>COLUMNS) << 2;
  const between = taps + row * 9;
  const panels = (columns + COLUMNS - 1) / COLUMNS;
  const first = panel * COLUMNS;
  const valid = min(COLUMNS, columns - first);
  const position = positionBytes(depth * panels, row);
  let to = pointer(args, 1) + row * depth * panel;
  let from = pointer(args, 0) + nStride * first;
  memory.fill(taps, 0, row * 9);
  for (let k = 0; k < depth; k++) {
    for (let tap = 0; tap < 9; tap++) {
      let element = from + tapStride * (reversed ? 8 - tap : tap);
      for (let n = 0; n < valid; n++) {
        store<f32>(taps + row * tap + ((<usize>n) << 2), load<f32>(element));
        element += nStride;
      }
    }
    for (let v: usize = 0; v < row; v += LINE) {
      for (let j: usize = 0; j < 3; j++) filterLine(taps + row * j + v, row * 3, between + LINE * j, LINE * 3);
      for (let i: usize = 0; i < 6; i++)
        filterLine(between + LINE * 3 * i, LINE, to + v + position * 6 * i, position);
    }
    to += row;
    from += kStride;
  }
}

/**
 * The convolution itself. Chunk: a group of images, or one image in bands, whose tiles fit in a second-level cache. Fields:
 *  0 input [B, H, W, C]  1 filter of `winogradPack`  2 output [B, OH, OW, N]  3 B  4 H  5 W  6 C  7 N  8 padding
 *  9 OH  10 OW  11 images a group  12 rows of tiles a band (all of them when images a group > 1)
 *  13 scratch  14 scratch bytes a thread
 *  15 moments [chunks][2][N] float64 to fill with the sum and the sum of squares of each output channel, or 0
 */
export function winograd(args: usize, chunk: i32): void {
  const height = int(args, 4);
  const width = int(args, 5);
  const channels = int(args, 6);
  const n = int(args, 7);
  const pad = int(args, 8);
  const outRows = int(args, 9);
  const outColumns = int(args, 10);
  const imagesPerGroup = int(args, 11);
  const band = int(args, 12);

  const tileRows = (outRows + 3) >> 2;
  const tileColumns = (outColumns + 3) >> 2;
  const windowColumns = tileColumns * 4 + 2;
  const pixel = (<usize>channels) << 2;
  const panels = (n + COLUMNS - 1) / COLUMNS;
  const filterPosition = positionBytes(panels * channels, COLUMNS << 2);
  const outTile = (<usize>(panels * COLUMNS)) << 2;
  const most = imagesPerGroup * band * tileColumns;
  const between = pointer(args, 13) + <usize>threadIndex() * int(args, 14);
  const window = between + BETWEEN;
  const group = window + pixel * (windowColumns * (band * 4 + 2));
  const products = group + positionBytes(most, pixel) * POSITIONS;

  const image = chunk * imagesPerGroup;
  const images = min(imagesPerGroup, int(args, 3) - image);
  const inputImage = pixel * (height * width);
  const outRow = (<usize>(outColumns * n)) << 2;
  const outImage = outRow * outRows;
  let moments = pointer(args, 15);
  if (moments) {
    moments += (<usize>(chunk * 2 * n)) << 3;
    memory.fill(moments, 0, (<usize>(2 * n)) << 3);
  }

  for (let row = 0; row < tileRows; row += band) {
    const rows = min(band, tileRows - row);
    const tilesPerImage = rows * tileColumns;
    const tiles = images * tilesPerImage;
    const position = positionBytes(tiles, pixel);
    const outPosition = positionBytes(tiles, outTile);
    for (let i = 0; i < images; i++) {
      const from = pointer(args, 0) + inputImage * (image + i);
      copyWindow(from, height, width, channels, row * 4 - pad, rows * 4 + 2, -pad, windowColumns, window);
      transformInput(window, rows, tileColumns, channels, group + pixel * (tilesPerImage * i), position, between);
    }
    for (let p = 0; p < POSITIONS; p++) {
      const filter = pointer(args, 1) + filterPosition * p;
      multiply(group + position * p, pixel, filter, channels, panels, products + outPosition * p, outTile, tiles);
    }
    for (let i = 0; i < images; i++) {
      const to = pointer(args, 2) + outImage * (image + i) + outRow * (row * 4);
      const outRest = min(rows * 4, outRows - row * 4);
      const from = products + outTile * (tilesPerImage * i);
      transformOutput(from, outPosition, outTile, rows, tileColumns, to, outRest, outColumns, n, between);
      if (moments) addMoments(to, outRest * outColumns, n, moments);
    }
  }
}

/**
 * Gradient of the filter in the transformed domain. Chunk: part `chunk` of the images, onto its own sums. Fields:
 *  0 input [B, H, W, C]  1 output gradient [B, OH, OW, N]  2 sums [parts][36][C][padded N]  3 B  4 H  5 W  6 C  7 N
 *  8 padding  9 OH  10 OW  11 padded N (multiple of COLUMNS)  12 parts  13 images a group  14 rows of tiles a group
 *  15 scratch  16 scratch bytes a thread
 */
export function winogradFilterGradient(args: usize, part: i32): void {
  const height = int(args, 4);
  const width = int(args, 5);
  const channels = int(args, 6);
  const n = int(args, 7);
  const pad = int(args, 8);
  const outRows = int(args, 9);
  const outColumns = int(args, 10);
  const paddedN = int(args, 11);
  const imagesPerGroup = int(args, 13);
  const band = int(args, 14);

  const tileRows = (outRows + 3) >> 2;
  const tileColumns = (outColumns + 3) >> 2;
  const windowColumns = tileColumns * 4 + 2;
  const pixel = (<usize>channels) << 2;
  const outPixel = (<usize>n) << 2;
  const outTile = (<usize>paddedN) << 2;
  const most = imagesPerGroup * band * tileColumns;
  const between = pointer(args, 15) + <usize>threadIndex() * int(args, 16);
  const window = between + BETWEEN;
  const group = window + max(pixel, outPixel) * (windowColumns * (band * 4 + 2));
  const gradients = group + positionBytes(most, pixel) * POSITIONS;

  const sumPosition = positionBytes(channels, outTile);
  const sums = pointer(args, 2) + sumPosition * (POSITIONS * part);
  memory.fill(sums, 0, sumPosition * POSITIONS);
  const inputImage = pixel * (height * width);
  const outImage = outPixel * (outRows * outColumns);
  const last = (int(args, 3) * (part + 1)) / int(args, 12);
  for (let image = (int(args, 3) * part) / int(args, 12); image < last; image += imagesPerGroup) {
    const images = min(imagesPerGroup, last - image);
    for (let row = 0; row < tileRows; row += band) {
      const rows = min(band, tileRows - row);
      const tilesPerImage = rows * tileColumns;
      const tiles = images * tilesPerImage;
      const position = positionBytes(tiles, pixel);
      const outPosition = positionBytes(tiles, outTile);
      for (let i = 0; i < images; i++) {
        const before = tilesPerImage * i;
        const from = pointer(args, 0) + inputImage * (image + i);
        copyWindow(from, height, width, channels, row * 4 - pad, rows * 4 + 2, -pad, windowColumns, window);
        transformInput(window, rows, tileColumns, channels, group + pixel * before, position, between);
        const dy = pointer(args, 1) + outImage * (image + i);
        copyWindow(dy, outRows, outColumns, n, row * 4, rows * 4, 0, tileColumns * 4, window);
        const to = gradients + outTile * before;
        transformGradient(window, outPixel * (tileColumns * 4), rows, tileColumns, n, to, outPosition, outTile, between);
      }
      for (let p = 0; p < POSITIONS; p++) {
        const to = sums + sumPosition * p;
        addProducts(group + position * p, channels, gradients + outPosition * p, outTile, paddedN, tiles, to);
      }
    }
  }
}

/**
 * Adds the sums of all parts up, in part order, and transforms them back, Gᵀ u G. Chunk: one input channel.
 * Fields: 0 sums [parts][36][C][padded N]  1 gradient [3, 3, C, N]  2 C  3 N  4 padded N  5 parts  6 scratch
 * 7 scratch bytes a thread.
 */
export function winogradFilterSum(args: usize, channel: i32): void {
  const channels = int(args, 2);
  const n = int(args, 3);
  const row = (<usize>int(args, 4)) << 2;
  const parts = int(args, 5);
  const sum = pointer(args, 6) + <usize>threadIndex() * int(args, 7);
  const between = sum + LINE * POSITIONS;
  const taps = between + LINE * 18;
  const position = positionBytes(channels, row);
  const gradientRow = (<usize>n) << 2;
  for (let column: usize = 0; column < gradientRow; column += LINE) {
    const from = pointer(args, 0) + row * channel + column;
    for (let p: usize = 0; p < <usize>POSITIONS; p++) {
      let low = v128.load(from + position * p);
      let high = v128.load(from + position * p, 16);
      for (let part = 1; part < parts; part++) {
        const other = from + position * (p + <usize>(part * POSITIONS));
        low = f32x4.add(low, v128.load(other));
        high = f32x4.add(high, v128.load(other, 16));
      }
      v128.store(sum + LINE * p, low);
      v128.store(sum + LINE * p, high, 16);
    }
    for (let j: usize = 0; j < 6; j++) tapLine(sum + LINE * j, LINE * 6, between + LINE * j, LINE * 6);
    for (let i: usize = 0; i < 3; i++) tapLine(between + LINE * 6 * i, LINE, taps + LINE * 3 * i, LINE);
    const to = pointer(args, 1) + gradientRow * channel + column;
    for (let tap: usize = 0; tap < 9; tap++) memory.copy(to + gradientRow * channels * tap, taps + LINE * tap, LINE);
  }
}
