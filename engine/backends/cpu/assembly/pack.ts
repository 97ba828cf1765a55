/**
 * Packing of the right-hand matrix into panels: COLUMNS columns wide, depth K, row after row, columns beyond N zero.
 * The micro-kernels then read it from end to end.
 */
import { COLUMNS } from './tiles';
import { int, pointer } from './fields';

/**
 * Chunk: one panel. Fields: 0 source, 1 packed, 2 K, 3 N, 4 stride of k, 5 stride of n (floats); a transposed
 * source has its strides swapped.
 */
export function packMatrix(args: usize, panel: i32): void {
  const source = pointer(args, 0);
  const depth = int(args, 2);
  const columns = int(args, 3);
  const kStride = (<usize>int(args, 4)) << 2;
  const nStride = (<usize>int(args, 5)) << 2;
  const first = panel * COLUMNS;
  const valid = min(COLUMNS, columns - first);
  let target = pointer(args, 1) + ((<usize>panel * depth * COLUMNS) << 2);
  let from = source + <usize>first * nStride;
  for (let k = 0; k < depth; k++) {
    let element = from;
    for (let n = 0; n < valid; n++) {
      store<f32>(target + ((<usize>n) << 2), load<f32>(element));
      element += nStride;
    }
    for (let n = valid; n < COLUMNS; n++) store<f32>(target + ((<usize>n) << 2), 0);
    target += (<usize>COLUMNS) << 2;
    from += kStride;
  }
}

/**
 * Packs the taps of a filter [KH, KW, Ci, Co] for the input gradient of one phase of a strided convolution: the taps
 * row0, row0 + stride, … and column0, … in reverse order, Co becoming the depth and Ci the columns.
 * Chunk: one panel of Ci. Fields: 0 filter, 1 packed, 2 KW, 3 Ci, 4 Co, 5 stride, 6 row0, 7 rows, 8 column0, 9 columns.
 */
export function packFlipped(args: usize, panel: i32): void {
  const filter = pointer(args, 0);
  const width = int(args, 2);
  const inputs = int(args, 3);
  const outputs = int(args, 4);
  const stride = int(args, 5);
  const row0 = int(args, 6);
  const rows = int(args, 7);
  const column0 = int(args, 8);
  const columns = int(args, 9);
  const first = panel * COLUMNS;
  const valid = min(COLUMNS, inputs - first);
  let target = pointer(args, 1) + ((<usize>panel * rows * columns * outputs * COLUMNS) << 2);
  for (let r = rows - 1; r >= 0; r--) {
    for (let c = columns - 1; c >= 0; c--) {
      const tap = (row0 + r * stride) * width + column0 + c * stride;
      const from = filter + ((<usize>(tap * inputs + first) * outputs) << 2);
      for (let o = 0; o < outputs; o++) {
        let element = from + ((<usize>o) << 2);
        for (let n = 0; n < valid; n++) {
          store<f32>(target + ((<usize>n) << 2), load<f32>(element));
          element += (<usize>outputs) << 2;
        }
        for (let n = valid; n < COLUMNS; n++) store<f32>(target + ((<usize>n) << 2), 0);
        target += (<usize>COLUMNS) << 2;
      }
    }
  }
}
