/**
 * Winograd's convolution F(4×4, 3×3) with stride 1 (Lavin & Gray, 2016): tiles of 4 × 4 output pixels, each from 6 × 6
 * of the input. In the transformed domain a convolution is 36 matrix products over tiles, with a quarter of the
 * multiplications. Here are the transforms between images and groups of tiles; channels are multiples of eight.
 *
 * A group is `[36][tiles][channels]`, tiles in the order images, rows, columns, with `position` bytes from one of the 36 to
 * the next and `tile` bytes from tile to tile.
 */
import { LINE, gradientLine, inputLine, outputLine } from './winogradLines';

/** Products a tile is made of. */
export const POSITIONS: i32 = 36;
/** Bytes that a transform wants beside: eight channels of a tile between its two passes, and a line at the edge. */
export const BETWEEN: usize = 36 * 32 + 4 * 32;
const EDGE: usize = 36 * 32;

/**
 * Bytes from one of the 36 to the next, of so many tiles or rows: an odd number of cache lines, since all 36 are read or
 * written at once, and with a power of two between them they would share a few sets of the caches.
 */
// @ts-ignore: decorator
@inline
export function positionBytes(tiles: i32, tile: usize): usize {
  return (((<usize>tiles * tile + 63) >> 6) | 1) << 6;
}

/** Bᵀ d B of the tiles of `rows` × `columns` in a zero-padded window of the input, onto a group. */
export function transformInput(
  window: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  group: usize,
  position: usize,
  between: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const windowRow = pixel * (columns * 4 + 2);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = window + windowRow * (row * 4) + pixel * (column * 4);
      for (let c: usize = 0; c < pixel; c += LINE) {
        for (let j: usize = 0; j < 6; j++) inputLine(from + c + pixel * j, windowRow, between + LINE * j, LINE * 6);
        let to = group + c;
        for (let i: usize = 0; i < 6; i++) {
          inputLine(between + LINE * 6 * i, LINE, to, position);
          to += position * 6;
        }
      }
      group += pixel;
    }
  }
}

/**
 * A y Aᵀ of the tiles of `rows` × `columns` in a zero-padded window of the output's gradient, onto a group; `windowRow` is
 * the bytes from row to row of the window.
 */
export function transformGradient(
  window: usize,
  windowRow: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  group: usize,
  position: usize,
  tile: usize,
  between: usize,
): void {
  const pixel = (<usize>channels) << 2;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = window + windowRow * (row * 4) + pixel * (column * 4);
      for (let c: usize = 0; c < pixel; c += LINE) {
        for (let j: usize = 0; j < 4; j++) gradientLine(from + c + pixel * j, windowRow, between + LINE * j, LINE * 4);
        let to = group + c;
        for (let i: usize = 0; i < 6; i++) {
          gradientLine(between + LINE * 4 * i, LINE, to, position);
          to += position * 6;
        }
      }
      group += tile;
    }
  }
}

/**
 * Aᵀ m A of the tiles of one image in a group, onto rows of the output; pixels beyond `outRows` and `outColumns` are left
 * out. A tile of the group may have more channels than the output.
 */
export function transformOutput(
  group: usize,
  position: usize,
  tile: usize,
  rows: i32,
  columns: i32,
  target: usize,
  outRows: i32,
  outColumns: i32,
  channels: i32,
  between: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const outRow = pixel * outColumns;
  const edge = between + EDGE;
  for (let row = 0; row < rows; row++) {
    const validRows = min(4, outRows - row * 4);
    for (let column = 0; column < columns; column++) {
      const validColumns = min(4, outColumns - column * 4);
      const to = target + outRow * (row * 4) + pixel * (column * 4);
      for (let c: usize = 0; c < pixel; c += LINE) {
        // Along columns of positions first: [6][6] → [4][6].
        for (let j: usize = 0; j < 6; j++)
          outputLine(group + c + position * j, position * 6, between + LINE * j, LINE * 6);
        if (validColumns == 4) {
          for (let i = 0; i < validRows; i++)
            outputLine(between + LINE * 6 * i, LINE, to + c + outRow * i, pixel);
        } else {
          for (let i = 0; i < validRows; i++) {
            outputLine(between + LINE * 6 * i, LINE, edge, LINE);
            for (let k = 0; k < validColumns; k++)
              memory.copy(to + c + outRow * i + pixel * k, edge + LINE * k, LINE);
          }
        }
      }
      group += tile;
    }
  }
}
