/** Per-channel sums of pixels [count, channels]: in float32 within a call, onto float64 totals between calls. */
import { int, pointer } from './fields';

/** Adds the four lanes of a float32 vector onto four float64 totals. */
// @ts-ignore: decorator
@inline
export function addLanes(total: usize, sum: v128): void {
  v128.store(total, f64x2.add(v128.load(total), f64x2.promote_low_f32x4(sum)));
  const high = i8x16.shuffle(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(total, f64x2.add(v128.load(total, 16), f64x2.promote_low_f32x4(high)), 16);
}

/**
 * Adds the sum (totals[0 … channels)) and the sum of squares (totals[channels … 2·channels)) of each channel.
 * Calls cover at most some thousand pixels, which keeps float32 sums within about 1e-6.
 */
export function addMoments(pixels: usize, count: i32, channels: i32, totals: usize): void {
  const stride = <usize>channels << 2;
  const squares = totals + (<usize>channels << 3);
  let c = 0;
  for (; c + 16 <= channels; c += 16) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, q0 = s0, q1 = s0, q2 = s0, q3 = s0;
    let p = pixels + (<usize>c << 2);
    for (let i = 0; i < count; i++) {
      const x0 = v128.load(p), x1 = v128.load(p, 16), x2 = v128.load(p, 32), x3 = v128.load(p, 48);
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
    addLanes(t, s0);
    addLanes(t + 32, s1);
    addLanes(t + 64, s2);
    addLanes(t + 96, s3);
    const u = squares + (<usize>c << 3);
    addLanes(u, q0);
    addLanes(u + 32, q1);
    addLanes(u + 64, q2);
    addLanes(u + 96, q3);
  }
  for (; c < channels; c++) {
    let sum: f32 = 0, square: f32 = 0;
    let p = pixels + (<usize>c << 2);
    for (let i = 0; i < count; i++) {
      const x = load<f32>(p);
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
