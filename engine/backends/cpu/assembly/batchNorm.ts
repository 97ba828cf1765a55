/** Batch norm with optional residual and ReLU: the passes over the data; coefficients per channel come from the caller. */
import { int, pointer } from './fields';
import { addLanes } from './moments';

/**
 * out = act(x · scale + shift + residual), per channel. Chunk: `pixelsPerChunk` pixels.
 * Fields: 0 x  1 scale  2 shift  3 residual or 0  4 out  5 pixels  6 channels  7 pixelsPerChunk  8 relu
 */
export function affine(args: usize, chunk: i32): void {
  const scale = pointer(args, 1);
  const shift = pointer(args, 2);
  const residual = pointer(args, 3);
  const channels = int(args, 6);
  const begin = chunk * int(args, 7);
  const end = min(begin + int(args, 7), int(args, 5));
  const floor = int(args, 8) ? f32x4.splat(0) : f32x4.splat(-Infinity);
  const offset = (<usize>(begin * channels)) << 2;
  let x = pointer(args, 0) + offset;
  let out = pointer(args, 4) + offset;
  let r = residual + offset;
  const vectors = channels & ~3;
  for (let pixel = begin; pixel < end; pixel++) {
    let c = 0;
    for (; c < vectors; c += 4) {
      const at = (<usize>c) << 2;
      let y = f32x4.add(f32x4.mul(v128.load(x + at), v128.load(scale + at)), v128.load(shift + at));
      if (residual) y = f32x4.add(y, v128.load(r + at));
      v128.store(out + at, f32x4.max(y, floor));
    }
    for (; c < channels; c++) {
      const at = (<usize>c) << 2;
      let y = load<f32>(x + at) * load<f32>(scale + at) + load<f32>(shift + at);
      if (residual) y += load<f32>(r + at);
      store<f32>(out + at, max<f32>(y, f32x4.extract_lane(floor, 0)));
    }
    const bytes = (<usize>channels) << 2;
    x += bytes;
    out += bytes;
    r += bytes;
  }
}

/**
 * The two sums of batch norm's gradient, with g = dy where out > 0 (relu) or dy: Σ g and Σ g · (x − mean).
 * Chunk: `pixelsPerChunk` pixels, onto its own totals. Fields: 0 dy  1 out or 0 (no relu)  2 x  3 mean
 * 4 totals [chunks][2][channels] float64  5 pixels  6 channels  7 pixelsPerChunk
 */
export function normGradientSums(args: usize, chunk: i32): void {
  const out = pointer(args, 1);
  const channels = int(args, 6);
  const perChunk = int(args, 7);
  const begin = chunk * perChunk;
  const count = min(begin + perChunk, int(args, 5)) - begin;
  const totals = pointer(args, 4) + ((<usize>chunk * 2 * channels) << 3);
  const products = totals + ((<usize>channels) << 3);
  memory.fill(totals, 0, (<usize>channels * 2) << 3);
  const stride = (<usize>channels) << 2;
  const offset = <usize>begin * stride;
  const zero = f32x4.splat(0);
  let c = 0;
  for (; c + 8 <= channels; c += 8) {
    const at = (<usize>c) << 2;
    const m0 = v128.load(pointer(args, 3) + at),
      m1 = v128.load(pointer(args, 3) + at, 16);
    let s0 = zero,
      s1 = zero,
      q0 = zero,
      q1 = zero;
    let d = pointer(args, 0) + offset + at;
    let x = pointer(args, 2) + offset + at;
    let o = out + offset + at;
    for (let i = 0; i < count; i++) {
      let g0 = v128.load(d),
        g1 = v128.load(d, 16);
      if (out) {
        g0 = v128.and(g0, f32x4.gt(v128.load(o), zero));
        g1 = v128.and(g1, f32x4.gt(v128.load(o, 16), zero));
      }
      s0 = f32x4.add(s0, g0);
      s1 = f32x4.add(s1, g1);
      q0 = f32x4.add(q0, f32x4.mul(g0, f32x4.sub(v128.load(x), m0)));
      q1 = f32x4.add(q1, f32x4.mul(g1, f32x4.sub(v128.load(x, 16), m1)));
      d += stride;
      x += stride;
      o += stride;
    }
    addLanes(totals + ((<usize>c) << 3), s0);
    addLanes(totals + ((<usize>c) << 3) + 32, s1);
    addLanes(products + ((<usize>c) << 3), q0);
    addLanes(products + ((<usize>c) << 3) + 32, q1);
  }
  for (; c < channels; c++) {
    const at = (<usize>c) << 2;
    const mean = load<f32>(pointer(args, 3) + at);
    let s: f32 = 0,
      q: f32 = 0;
    for (let i = 0; i < count; i++) {
      const p = offset + <usize>i * stride + at;
      let g = load<f32>(pointer(args, 0) + p);
      if (out && !(load<f32>(out + p) > 0)) g = 0;
      s += g;
      q += g * (load<f32>(pointer(args, 2) + p) - mean);
    }
    store<f64>(totals + ((<usize>c) << 3), s);
    store<f64>(products + ((<usize>c) << 3), q);
  }
}

/** Pixels that a pass of `gradientOfPixels` takes: their rows stay in a first-level cache for all channels. */
const PASS: i32 = 64;

/**
 * dx = a · g − b − k · (x − mean), and g itself where a residual branch wants it. Chunk: `pixelsPerChunk` pixels.
 * Fields: 0 dy  1 out or 0 (no relu)  2 x  3 mean  4 a  5 b  6 k (per channel)  7 dx  8 dResidual or 0
 * 9 pixels  10 channels  11 pixelsPerChunk
 */
export function normGradient(args: usize, chunk: i32): void {
  const out = pointer(args, 1);
  const branch = pointer(args, 8);
  const channels = int(args, 10);
  const begin = chunk * int(args, 11);
  const end = min(begin + int(args, 11), int(args, 9));
  for (let pixel = begin; pixel < end; pixel += PASS) {
    const at = (<usize>(pixel * channels)) << 2;
    const count = min(PASS, end - pixel);
    const dy = pointer(args, 0) + at;
    const mask = out ? out + at : 0;
    gradientOfPixels(dy, mask, pointer(args, 2) + at, args, pointer(args, 7) + at, count, channels);
    if (branch) maskPixels(dy, mask, branch + at, count * channels);
  }
}

/** The gradient of `count` pixels; `args` has the coefficients, as `normGradient`. dx may lie where dy does. */
export function gradientOfPixels(
  dy: usize,
  out: usize,
  x: usize,
  args: usize,
  dx: usize,
  count: i32,
  channels: i32,
): void {
  const mean = pointer(args, 3);
  const scale = pointer(args, 4);
  const offset = pointer(args, 5);
  const slope = pointer(args, 6);
  const stride = (<usize>channels) << 2;
  const zero = f32x4.splat(0);
  let c = 0;
  for (; c + 8 <= channels; c += 8) {
    const at = (<usize>c) << 2;
    const m0 = v128.load(mean + at), m1 = v128.load(mean + at, 16);
    const a0 = v128.load(scale + at), a1 = v128.load(scale + at, 16);
    const b0 = v128.load(offset + at), b1 = v128.load(offset + at, 16);
    const k0 = v128.load(slope + at), k1 = v128.load(slope + at, 16);
    let p = at;
    for (let i = 0; i < count; i++) {
      let g0 = v128.load(dy + p), g1 = v128.load(dy + p, 16);
      if (out) {
        g0 = v128.and(g0, f32x4.gt(v128.load(out + p), zero));
        g1 = v128.and(g1, f32x4.gt(v128.load(out + p, 16), zero));
      }
      const x0 = f32x4.sub(v128.load(x + p), m0), x1 = f32x4.sub(v128.load(x + p, 16), m1);
      const f0 = f32x4.sub(f32x4.mul(a0, g0), b0), f1 = f32x4.sub(f32x4.mul(a1, g1), b1);
      v128.store(dx + p, f32x4.sub(f0, f32x4.mul(k0, x0)));
      v128.store(dx + p, f32x4.sub(f1, f32x4.mul(k1, x1)), 16);
      p += stride;
    }
  }
  for (; c < channels; c++) {
    const at = (<usize>c) << 2;
    let p = at;
    for (let i = 0; i < count; i++) {
      let g = load<f32>(dy + p);
      if (out && !(load<f32>(out + p) > 0)) g = 0;
      const centred = load<f32>(x + p) - load<f32>(mean + at);
      store<f32>(dx + p, load<f32>(scale + at) * g - load<f32>(offset + at) - load<f32>(slope + at) * centred);
      p += stride;
    }
  }
}

/** dResidual = dy where out > 0, or dy where there is no `out`; it may lie where dy does. */
export function maskPixels(dy: usize, out: usize, dResidual: usize, numbers: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= numbers; i += 4) {
    const at = (<usize>i) << 2;
    let g = v128.load(dy + at);
    if (out) g = v128.and(g, f32x4.gt(v128.load(out + at), zero));
    v128.store(dResidual + at, g);
  }
  for (; i < numbers; i++) {
    const at = (<usize>i) << 2;
    let g = load<f32>(dy + at);
    if (out && !(load<f32>(out + at) > 0)) g = 0;
    store<f32>(dResidual + at, g);
  }
}
