/** Per-channel sums of pixels [count, channels]: in float32 within a call, onto float64 totals between calls. */
import { int, pointer } from './fields';

/** Adds the four lanes of a float32 vector onto four float64 totals. */
// @ts-ignore: decorator
@inline
export function addLanes(total: usize, sum: v128): void {
  v128.store(total, f64x2.add(v128.load(total), f64x2.promote_low_f32x4(sum)));
  v128.store(total, f64x2.add(v128.load(total, 16), f64x2.promote_low_f32x4(highHalf(sum))), 16);
}

// @ts-ignore: decorator
@inline
function highHalf(x: v128): v128 {
  return i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}

/** Two channels' float64 totals from their sums s and q of x − k and (x − k)² over n pixels. */
// @ts-ignore: decorator
@inline
function addPair(sums: usize, squares: usize, k: v128, s: v128, q: v128, n: v128): void {
  const shift = f64x2.promote_low_f32x4(k);
  const sum = f64x2.promote_low_f32x4(s);
  const total = f64x2.add(sum, f64x2.mul(n, shift));
  // Σ x² = Σ (x − k)² + k · (Σ (x − k) + Σ x)
  const square = f64x2.add(f64x2.promote_low_f32x4(q), f64x2.mul(shift, f64x2.add(sum, total)));
  v128.store(sums, f64x2.add(v128.load(sums), total));
  v128.store(squares, f64x2.add(v128.load(squares), square));
}

// @ts-ignore: decorator
@inline
function addShifted(sums: usize, squares: usize, k: v128, s: v128, q: v128, n: v128): void {
  addPair(sums, squares, k, s, q, n);
  addPair(sums + 16, squares + 16, highHalf(k), highHalf(s), highHalf(q), n);
}

/**
 * Adds the sum (totals[0 … channels)) and the sum of squares (totals[channels … 2·channels)) of each channel.
 * Within a call the first pixel is taken off, so that float32 loses nothing where the mean is large beside the
 * spread; calls cover at most some thousand pixels, which keeps its sums within about 1e-6 of the spread.
 */
export function addMoments(pixels: usize, count: i32, channels: i32, totals: usize): void {
  const stride = <usize>channels << 2;
  const squares = totals + (<usize>channels << 3);
  const n = f64x2.splat(<f64>count);
  let c = 0;
  for (; c + 16 <= channels; c += 16) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, q0 = s0, q1 = s0, q2 = s0, q3 = s0;
    let p = pixels + (<usize>c << 2);
    const k0 = v128.load(p), k1 = v128.load(p, 16), k2 = v128.load(p, 32), k3 = v128.load(p, 48);
    for (let i = 0; i < count; i++) {
      const x0 = f32x4.sub(v128.load(p), k0), x1 = f32x4.sub(v128.load(p, 16), k1);
      const x2 = f32x4.sub(v128.load(p, 32), k2), x3 = f32x4.sub(v128.load(p, 48), k3);
      s0 = f32x4.add(s0, x0);
      s1 = f32x4.add(s1, x1);
      s2 = f32x4.add(s2, x2);
      s3 = f32x4.add(s3, x3);
      q0 = f32x4.add(q0, f32x4.mul(x0, x0));
      q1 = f32x4.add(q1, f32x4.mul(x1, x1));
      q2 = f32x4.add(q2, f32x4.mul(x2, x2));
      q3 = f32x4.add(q3, f32x4.mul(x3, x3));
      p += stride;
    }
    const t = totals + (<usize>c << 3);
    const u = squares + (<usize>c << 3);
    addShifted(t, u, k0, s0, q0, n);
    addShifted(t + 32, u + 32, k1, s1, q1, n);
    addShifted(t + 64, u + 64, k2, s2, q2, n);
    addShifted(t + 96, u + 96, k3, s3, q3, n);
  }
  for (; c < channels; c++) {
    let sum: f64 = 0, square: f64 = 0;
    let p = pixels + (<usize>c << 2);
    for (let i = 0; i < count; i++) {
      const x = <f64>load<f32>(p);
      sum += x;
      square += x * x;
      p += stride;
    }
    const t = <usize>c << 3;
    store<f64>(totals + t, load<f64>(totals + t) + sum);
    store<f64>(squares + t, load<f64>(squares + t) + square);
  }
}

/**
 * The sums of `addMoments` over a whole tensor. Chunk: `pixelsPerChunk` pixels.
 * Fields: 0 x  1 totals [chunks][2][channels] float64  2 pixels  3 channels  4 pixelsPerChunk
 */
export function moments(args: usize, chunk: i32): void {
  const channels = int(args, 3);
  const begin = chunk * int(args, 4);
  const count = min(begin + int(args, 4), int(args, 2)) - begin;
  const totals = pointer(args, 1) + ((<usize>chunk * 2 * channels) << 3);
  memory.fill(totals, 0, (<usize>channels * 2) << 3);
  addMoments(pointer(args, 0) + ((<usize>begin * channels) << 2), count, channels, totals);
}
