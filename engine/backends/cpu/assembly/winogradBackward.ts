/**
 * The backward pass of a 3 × 3 convolution with stride 1 and padding 1 and of the batch norm after it, by Winograd (see
 * winogradTiles.ts), a group of tiles after the other in the cache of its thread. The gradient of the convolution's
 * result is made there, used for both of the convolution's gradients, and never lies in memory.
 */
import { gradientOfPixels, maskPixels } from './batchNorm';
import { COLUMNS } from './tiles';
import { int, pointer } from './fields';
import { threadIndex } from './thread';
import { copyWindow } from './window';
import { addProducts, multiply } from './winogradProducts';
import { BETWEEN, POSITIONS, positionBytes, transformGradient, transformInput, transformOutput } from './winogradTiles';

/**
 * Rows [top, top + rows) of the gradient of an image [height, width, channels] of the convolution's result, with a column
 * of zeros before them and zeros after, onto a window of `columns` columns; rows outside the image are zero. `args` as in
 * `normGradient`; `image` is the offset of the image in bytes.
 */
function gradientWindow(
  args: usize,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  rows: i32,
  columns: i32,
  window: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const windowRow = pixel * columns;
  const mask = pointer(args, 1);
  const branch = pointer(args, 8);
  for (let row = top; row < top + rows; row++) {
    if (row < 0 || row >= height) {
      memory.fill(window, 0, windowRow);
    } else {
      const at = image + pixel * (row * width);
      const dy = pointer(args, 0) + at;
      const out = mask ? mask + at : 0;
      memory.fill(window, 0, pixel);
      gradientOfPixels(dy, out, pointer(args, 2) + at, args, window + pixel, width, channels);
      memory.fill(window + pixel * (width + 1), 0, pixel * (columns - width - 1));
      // A row that is in two bands is masked twice, which changes nothing.
      if (branch) maskPixels(dy, out, branch + at, width * channels);
    }
    window += windowRow;
  }
}

/**
 * Gradients of the input, of the filter (in the transformed domain) and of a residual. Chunk: part `chunk` of the images,
 * onto its own sums. Fields: 0 to 6 and 8 as `normGradient`, of [B, H, W, N]
 *  7 dx [B, H, W, C], which may lie where dy does if a band is a whole image  9 input x [B, H, W, C]
 * 10 filter of `winogradPack`, taps reversed  11 sums [parts][36][C][padded N]  12 B  13 H  14 W  15 C  16 N
 * 17 padded N (multiple of COLUMNS)  18 parts  19 images a group  20 rows of tiles a band  21 scratch
 * 22 scratch bytes a thread.
 */
export function winogradBackward(args: usize, part: i32): void {
  const height = int(args, 13);
  const width = int(args, 14);
  const channels = int(args, 15);
  const n = int(args, 16);
  const paddedN = int(args, 17);
  const imagesPerGroup = int(args, 19);
  const band = int(args, 20);

  const tileRows = (height + 3) >> 2;
  const tileColumns = (width + 3) >> 2;
  const windowColumns = tileColumns * 4 + 2;
  const pixel = (<usize>channels) << 2;
  const outPixel = (<usize>n) << 2;
  const outTile = (<usize>paddedN) << 2;
  const panels = (channels + COLUMNS - 1) / COLUMNS;
  const inTile = (<usize>(panels * COLUMNS)) << 2;
  const filterPosition = positionBytes(panels * n, COLUMNS << 2);
  const most = imagesPerGroup * band * tileColumns;
  const between = pointer(args, 21) + <usize>threadIndex() * int(args, 22);
  const window = between + BETWEEN;
  const group = window + max(pixel, outPixel) * (windowColumns * (band * 4 + 2));
  const gradients = group + positionBytes(most, max(pixel, outPixel)) * POSITIONS;
  const products = gradients + positionBytes(most, outTile) * POSITIONS;

  const sumPosition = positionBytes(channels, outTile);
  const sums = pointer(args, 11) + sumPosition * (POSITIONS * part);
  memory.fill(sums, 0, sumPosition * POSITIONS);
  const inputRow = pixel * width;
  const inputImage = inputRow * height;
  const outImage = outPixel * (height * width);
  const last = (int(args, 12) * (part + 1)) / int(args, 18);
  for (let image = (int(args, 12) * part) / int(args, 18); image < last; image += imagesPerGroup) {
    const images = min(imagesPerGroup, last - image);
    for (let row = 0; row < tileRows; row += band) {
      const rows = min(band, tileRows - row);
      const tilesPerImage = rows * tileColumns;
      const tiles = images * tilesPerImage;
      const position = positionBytes(tiles, pixel);
      const inPosition = positionBytes(tiles, inTile);
      const outPosition = positionBytes(tiles, outPixel);
      const gradientPosition = positionBytes(tiles, outTile);
      for (let i = 0; i < images; i++) {
        const at = outImage * (image + i);
        gradientWindow(args, at, height, width, n, row * 4 - 1, rows * 4 + 2, windowColumns, window);
        const before = tilesPerImage * i;
        transformInput(window, rows, tileColumns, n, group + outPixel * before, outPosition, between);
        const inside = window + outPixel * (windowColumns + 1);
        const to = gradients + outTile * before;
        transformGradient(inside, outPixel * windowColumns, rows, tileColumns, n, to, gradientPosition, outTile, between);
      }
      for (let p = 0; p < POSITIONS; p++) {
        const filter = pointer(args, 10) + filterPosition * p;
        multiply(group + outPosition * p, outPixel, filter, n, panels, products + inPosition * p, inTile, tiles);
      }
      for (let i = 0; i < images; i++) {
        const to = pointer(args, 7) + inputImage * (image + i) + inputRow * (row * 4);
        const from = products + inTile * (tilesPerImage * i);
        const rest = min(rows * 4, height - row * 4);
        transformOutput(from, inPosition, inTile, rows, tileColumns, to, rest, width, channels, between);
      }
      for (let i = 0; i < images; i++) {
        const from = pointer(args, 9) + inputImage * (image + i);
        copyWindow(from, height, width, channels, row * 4 - 1, rows * 4 + 2, -1, windowColumns, window);
        transformInput(window, rows, tileColumns, channels, group + pixel * (tilesPerImage * i), position, between);
      }
      for (let p = 0; p < POSITIONS; p++) {
        const to = sums + sumPosition * p;
        addProducts(group + position * p, channels, gradients + gradientPosition * p, outTile, paddedN, tiles, to);
      }
    }
  }
}
