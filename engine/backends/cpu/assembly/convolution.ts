/**
 * Convolution of NHWC images without an im2col matrix: neighbouring output pixels are a fixed stride apart in a
 * padded copy of the input rows, so the micro-kernel reads that copy directly. A chunk is a group of small images or
 * one large one in bands of rows, as many as the scratch holds, so that the copy stays in the second-level cache.
 *
 * The input gradient is the same kernel on packed flipped filters (`packFlipped`), one phase of the stride at a time.
 */
import { COLUMNS, ROWS, product } from './tiles';
import { int, pointer } from './fields';
import { copyTile } from './tileStore';
import { copyWindow } from './window';
import { addMoments } from './moments';
import { threadIndex } from './thread';

/**
 * Chunk: `imagesPerChunk` images. Fields:
 *  0 input [B, H, W, C]  1 packed filter [panels][KH·KW·C][COLUMNS]  2 output  3 B  4 H  5 W  6 C
 *  7 KH  8 KW  9 stride  10 top, 11 left: first input row and column of output pixel (0, 0); negative with padding
 *  12 output rows  13 output columns  14 N (output channels)
 *  15 floats between output pixels  16 between output rows  17 between output images
 *  18 imagesPerChunk  19 rows of output a band (all of them when imagesPerChunk > 1)
 *  20 scratch  21 scratch bytes a thread
 *  22 moments [chunks][2][N] float64 to fill with the sum and the sum of squares of each output channel, or 0
 */
export function convolution(args: usize, chunk: i32): void {
  const images = int(args, 3);
  const height = int(args, 4);
  const width = int(args, 5);
  const channels = int(args, 6);
  const filterRows = int(args, 7);
  const filterColumns = int(args, 8);
  const stride = int(args, 9);
  const top = int(args, 10);
  const outRows = int(args, 12);
  const outColumns = int(args, 13);
  const n = int(args, 14);
  const outRow = (<usize>int(args, 16)) << 2;
  const outImage = (<usize>int(args, 17)) << 2;
  const imagesPerChunk = int(args, 18);
  const band = int(args, 19);
  const moments = pointer(args, 22);

  const scratch = pointer(args, 20) + <usize>threadIndex() * int(args, 21);
  const windowColumns = (outColumns - 1) * stride + filterColumns;
  const windowRow = (<usize>(windowColumns * channels)) << 2;
  const inputImage = (<usize>(height * width * channels)) << 2;
  const first = chunk * imagesPerChunk;
  const last = min(first + imagesPerChunk, images);
  const windowBytes = windowRow * ((band - 1) * stride + filterRows);
  const tile = scratch + windowBytes * imagesPerChunk;
  const momentsOfChunk = moments + ((<usize>chunk * 2 * n) << 3);
  if (moments) memory.fill(momentsOfChunk, 0, (<usize>2 * n) << 3);

  for (let row = 0; row < outRows; row += band) {
    const rows = min(band, outRows - row);
    const windowRows = (rows - 1) * stride + filterRows;
    let window = scratch;
    for (let image = first; image < last; image++) {
      const from = pointer(args, 0) + <usize>image * inputImage;
      copyWindow(
        from,
        height,
        width,
        channels,
        top + row * stride,
        windowRows,
        int(args, 11),
        windowColumns,
        window,
      );
      window += windowBytes;
    }
    let panel = pointer(args, 1);
    for (let column = 0; column < n; column += COLUMNS) {
      window = scratch;
      for (let image = first; image < last; image++) {
        const target =
          pointer(args, 2) + <usize>image * outImage + <usize>row * outRow + ((<usize>column) << 2);
        convolveRows(args, window, windowRow, rows, panel, target, min(COLUMNS, n - column), tile);
        window += windowBytes;
      }
      panel += (<usize>(filterRows * filterColumns * channels * COLUMNS)) << 2;
    }
    if (moments) {
      for (let image = first; image < last; image++) {
        const from = pointer(args, 2) + <usize>image * outImage + <usize>row * outRow;
        addMoments(from, rows * outColumns, n, momentsOfChunk);
      }
    }
  }
}

/** One panel of output channels for `rows` output rows of one window. */
function convolveRows(
  args: usize,
  window: usize,
  windowRow: usize,
  rows: i32,
  panel: usize,
  target: usize,
  valid: i32,
  tile: usize,
): void {
  const channels = int(args, 6);
  const stride = int(args, 9);
  const outColumns = int(args, 13);
  const pixel = (<usize>int(args, 15)) << 2;
  const outRow = (<usize>int(args, 16)) << 2;
  const step = (<usize>(stride * channels)) << 2;
  const depth = int(args, 8) * channels;
  const segments = int(args, 7);
  // Tiles of even height: 8 pixels are 4 + 4, not 6 + 2.
  const tiles = (outColumns + ROWS - 1) / ROWS;
  for (let r = 0; r < rows; r++) {
    let begin = 0;
    for (let t = 1; t <= tiles; t++) {
      const end = (outColumns * t) / tiles;
      const from = window + <usize>begin * step;
      const to = target + <usize>begin * pixel;
      if (valid == COLUMNS) {
        product(end - begin, from, step, 4, windowRow, panel, depth, segments, to, pixel);
      } else {
        product(end - begin, from, step, 4, windowRow, panel, depth, segments, tile, COLUMNS << 2);
        copyTile(tile, COLUMNS << 2, end - begin, valid, to, pixel);
      }
      begin = end;
    }
    window += windowRow * stride;
    target += outRow;
  }
}
