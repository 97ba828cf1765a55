/**
 * Gradient of the loss with respect to a filter: for each tap and input channel the sum over all output pixels of
 * input times output gradient, kept in registers along whole bands of rows.
 */
import { COLUMNS, ROWS, outer } from './tiles';
import { int, pointer } from './fields';
import { copyWindow } from './window';
import { threadIndex } from './thread';

/**
 * Chunk: part p = chunk / columnGroups of the images, and one group of panels of output channels; writes its own
 * partial filter gradient. Fields:
 *  0 input [B, H, W, C]  1 output gradient [B, OH, OW, N]  2 partial [parts][KH·KW·C][padded N]  3 B  4 H  5 W  6 C
 *  7 KH  8 KW  9 stride  10 top  11 left (as in convolution)  12 OH  13 OW  14 N  15 padded N (multiple of COLUMNS)
 *  16 parts  17 columnGroups  18 images a window  19 rows a band (OH when images a window > 1)
 *  20 scratch  21 scratch bytes a thread
 */
export function filterGradient(args: usize, chunk: i32): void {
  const images = int(args, 3);
  const height = int(args, 4);
  const width = int(args, 5);
  const channels = int(args, 6);
  const filterRows = int(args, 7);
  const filterColumns = int(args, 8);
  const stride = int(args, 9);
  const outRows = int(args, 12);
  const outColumns = int(args, 13);
  const n = int(args, 14);
  const paddedN = int(args, 15);
  const parts = int(args, 16);
  const groups = int(args, 17);
  const imagesPerWindow = int(args, 18);
  const band = int(args, 19);

  const part = chunk / groups;
  const group = chunk % groups;
  const panels = paddedN / COLUMNS;
  const firstColumn = ((panels * group) / groups) * COLUMNS;
  const lastColumn = ((panels * (group + 1)) / groups) * COLUMNS;
  const depth = filterColumns * channels;
  const gradientRow = (<usize>paddedN) << 2;
  const partial = pointer(args, 2) + <usize>part * filterRows * depth * gradientRow;
  const bytes = (<usize>(lastColumn - firstColumn)) << 2;
  for (let m = 0; m < filterRows * depth; m++) {
    memory.fill(partial + <usize>m * gradientRow + ((<usize>firstColumn) << 2), 0, bytes);
  }

  const scratch = pointer(args, 20) + <usize>threadIndex() * int(args, 21);
  const windowColumns = (outColumns - 1) * stride + filterColumns;
  const windowRow = (<usize>(windowColumns * channels)) << 2;
  const windowBytes = windowRow * ((band - 1) * stride + filterRows);
  const pixel = (<usize>n) << 2;
  const dyImage = pixel * outRows * outColumns;
  const end = (images * (part + 1)) / parts;
  for (let image = (images * part) / parts; image < end; image += imagesPerWindow) {
    const count = min(imagesPerWindow, end - image);
    for (let row = 0; row < outRows; row += band) {
      const rows = min(band, outRows - row);
      const windowRows = (rows - 1) * stride + filterRows;
      for (let i = 0; i < count; i++) {
        const from = pointer(args, 0) + ((<usize>((image + i) * height * width * channels)) << 2);
        const top = int(args, 10) + row * stride;
        const to = scratch + <usize>i * windowBytes;
        copyWindow(from, height, width, channels, top, windowRows, int(args, 11), windowColumns, to);
      }
      const dy = pointer(args, 1) + <usize>image * dyImage + <usize>(row * outColumns) * pixel;
      for (let column = firstColumn; column < lastColumn; column += COLUMNS) {
        const b = dy + ((<usize>column) << 2);
        for (let tap = 0; tap < filterRows; tap++) {
          const a = scratch + <usize>tap * windowRow;
          const c = partial + <usize>(tap * depth) * gradientRow + ((<usize>column) << 2);
          for (let m = 0; m < depth; m += ROWS) {
            outer(
              min(ROWS, depth - m),
              a + ((<usize>m) << 2),
              (<usize>(stride * channels)) << 2,
              windowRow * stride,
              windowBytes,
              b,
              pixel,
              pixel * outColumns,
              dyImage,
              outColumns,
              rows,
              count,
              c + <usize>m * gradientRow,
              gradientRow,
            );
          }
        }
      }
    }
  }
}

/** Floats of a chunk of the sum over parts. */
const SUM_ROWS: i32 = 64;

/**
 * Adds the partial gradients up in part order and drops the padding. Chunk: SUM_ROWS rows of the filter gradient.
 * Fields: 0 partial [parts][M][padded N]  1 gradient [M, N]  2 M  3 N  4 padded N  5 parts.
 */
export function sumPartials(args: usize, chunk: i32): void {
  const rows = int(args, 2);
  const n = int(args, 3);
  const paddedN = int(args, 4);
  const parts = int(args, 5);
  const stride = (<usize>rows * paddedN) << 2;
  const end = min(rows, (chunk + 1) * SUM_ROWS);
  for (let m = chunk * SUM_ROWS; m < end; m++) {
    const from = pointer(args, 0) + ((<usize>m * paddedN) << 2);
    const to = pointer(args, 1) + ((<usize>m * n) << 2);
    let c = 0;
    for (; c + 4 <= n; c += 4) {
      let sum = v128.load(from + ((<usize>c) << 2));
      for (let p = 1; p < parts; p++)
        sum = f32x4.add(sum, v128.load(from + <usize>p * stride + ((<usize>c) << 2)));
      v128.store(to + ((<usize>c) << 2), sum);
    }
    for (; c < n; c++) {
      let sum = load<f32>(from + ((<usize>c) << 2));
      for (let p = 1; p < parts; p++) sum += load<f32>(from + <usize>p * stride + ((<usize>c) << 2));
      store<f32>(to + ((<usize>c) << 2), sum);
    }
  }
}
