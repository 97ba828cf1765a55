/** Elementwise arithmetic of two operands. */
import { int, pointer } from './fields';

/** Operations of `binary`. */
const ADD: i32 = 0;
const SUBTRACT: i32 = 1;
const MULTIPLY: i32 = 2;

// @ts-ignore: decorator
@inline
function combine(operation: i32, a: v128, b: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b);
  if (operation == SUBTRACT) return f32x4.sub(a, b);
  return f32x4.mul(a, b);
}

/**
 * out = a ∘ b, row by row; b may stay in place from row to row (a bias) or be one number.
 * Chunk: `rowsPerChunk` rows. Fields: 0 a  1 b  2 out  3 size  4 row length  5 operation  6 rowsPerChunk
 * 7 floats from row to row of b  8 b is a scalar
 */
export function binary(args: usize, chunk: i32): void {
  const size = int(args, 3);
  const length = int(args, 4);
  const operation = int(args, 5);
  const scalar = int(args, 8) != 0;
  const first = chunk * int(args, 6);
  const splat = v128.load32_splat(pointer(args, 1));
  for (let row = first; row < first + int(args, 6) && row * length < size; row++) {
    const count = min(length, size - row * length);
    const offset = <usize>(row * length) << 2;
    const a = pointer(args, 0) + offset;
    const b = pointer(args, 1) + (<usize>(row * int(args, 7)) << 2);
    const out = pointer(args, 2) + offset;
    let i = 0;
    for (; i + 4 <= count; i += 4) {
      const at = <usize>i << 2;
      v128.store(out + at, combine(operation, v128.load(a + at), scalar ? splat : v128.load(b + at)));
    }
    for (; i < count; i++) {
      const at = <usize>i << 2;
      const y = combine(operation, v128.load32_splat(a + at), scalar ? splat : v128.load32_splat(b + at));
      store<f32>(out + at, f32x4.extract_lane(y, 0));
    }
  }
}
