/**
 * Updates of parameters. Chunks are whole vectors: the slack behind each buffer takes the overhang of the last one.
 */
import { float, int, pointer } from './fields';
import { addLanes } from './moments';
import { madd } from './tiles';

/**
 * SGD with momentum, PyTorch's form: g += decay · w; v = momentum · v + g; w −= rate · (nesterov ? g + momentum · v : v).
 * Chunk: `perChunk` floats. Fields: 0 w  1 g  2 v  3 new w  4 new v  5 size  6 perChunk  7 rate  8 momentum  9 decay
 * 10 nesterov
 */
export function momentumUpdate(args: usize, chunk: i32): void {
  const begin = chunk * int(args, 6);
  const end = min(begin + int(args, 6), int(args, 5));
  const rate = f32x4.splat(-float(args, 7));
  const momentum = f32x4.splat(float(args, 8));
  const decay = f32x4.splat(float(args, 9));
  const nesterov = int(args, 10) != 0;
  for (let i = begin; i < end; i += 4) {
    const at = <usize>i << 2;
    const w = v128.load(pointer(args, 0) + at);
    const g = madd(decay, w, v128.load(pointer(args, 1) + at));
    const v = madd(momentum, v128.load(pointer(args, 2) + at), g);
    const step = nesterov ? madd(momentum, v, g) : v;
    v128.store(pointer(args, 3) + at, madd(rate, step, w));
    v128.store(pointer(args, 4) + at, v);
  }
}

/**
 * Squares of w and of d = g + decay · w, for the norms of LARS. Chunk: `perChunk` floats, onto its own totals.
 * Fields: 0 w  1 g  2 totals [chunks][8] float64: four lanes of w², four of d²  3 size  4 perChunk  5 decay
 */
export function larsNorms(args: usize, chunk: i32): void {
  const begin = chunk * int(args, 4);
  const end = min(begin + int(args, 4), int(args, 3));
  const decay = f32x4.splat(float(args, 5));
  const totals = pointer(args, 2) + (<usize>chunk << 6);
  memory.fill(totals, 0, 64);
  // Sums of 256 terms in float32, then float64.
  for (let first = begin; first < end; first += 1024) {
    const last = min(first + 1024, end);
    let w2 = f32x4.splat(0);
    let d2 = w2;
    let i = first;
    for (; i + 4 <= last; i += 4) {
      const at = <usize>i << 2;
      const w = v128.load(pointer(args, 0) + at);
      const d = madd(decay, w, v128.load(pointer(args, 1) + at));
      w2 = madd(w, w, w2);
      d2 = madd(d, d, d2);
    }
    addLanes(totals, w2);
    addLanes(totals + 32, d2);
    for (; i < last; i++) {
      const at = <usize>i << 2;
      const w = load<f32>(pointer(args, 0) + at);
      const d = load<f32>(pointer(args, 1) + at) + float(args, 5) * w;
      store<f64>(totals, load<f64>(totals) + w * w);
      store<f64>(totals, load<f64>(totals, 32) + d * d, 32);
    }
  }
}

/**
 * LARS, the authors' form, where the velocity contains the rate: d = g + decay · w; v = momentum · v + rate · d;
 * w −= nesterov ? momentum · v + rate · d : v. Fields as in `momentumUpdate`.
 */
export function larsUpdate(args: usize, chunk: i32): void {
  const begin = chunk * int(args, 6);
  const end = min(begin + int(args, 6), int(args, 5));
  const rate = f32x4.splat(float(args, 7));
  const momentum = f32x4.splat(float(args, 8));
  const decay = f32x4.splat(float(args, 9));
  const nesterov = int(args, 10) != 0;
  for (let i = begin; i < end; i += 4) {
    const at = <usize>i << 2;
    const w = v128.load(pointer(args, 0) + at);
    const d = f32x4.mul(rate, madd(decay, w, v128.load(pointer(args, 1) + at)));
    const v = madd(momentum, v128.load(pointer(args, 2) + at), d);
    v128.store(pointer(args, 3) + at, f32x4.sub(w, nesterov ? madd(momentum, v, d) : v));
    v128.store(pointer(args, 4) + at, v);
  }
}

/**
 * Adam: d = g + decay · w; m = β₁ · m + (1 − β₁) · d; s = β₂ · s + (1 − β₂) · d²;
 * w −= rate · m / (√(s / correction) + ε), the rate already divided by 1 − β₁^step.
 * Chunk: `perChunk` floats. Fields: 0 w  1 g  2 m  3 s  4 new w  5 new m  6 new s  7 size  8 perChunk  9 rate  10 β₁
 * 11 1 − β₁  12 β₂  13 1 − β₂  14 1 / correction  15 ε  16 decay
 */
export function adamUpdate(args: usize, chunk: i32): void {
  const begin = chunk * int(args, 8);
  const end = min(begin + int(args, 8), int(args, 7));
  const rate = f32x4.splat(float(args, 9));
  const beta1 = f32x4.splat(float(args, 10));
  const rest1 = f32x4.splat(float(args, 11));
  const beta2 = f32x4.splat(float(args, 12));
  const rest2 = f32x4.splat(float(args, 13));
  const correction = f32x4.splat(float(args, 14));
  const epsilon = f32x4.splat(float(args, 15));
  const decay = f32x4.splat(float(args, 16));
  for (let i = begin; i < end; i += 4) {
    const at = <usize>i << 2;
    const w = v128.load(pointer(args, 0) + at);
    const d = madd(decay, w, v128.load(pointer(args, 1) + at));
    const m = madd(rest1, d, f32x4.mul(beta1, v128.load(pointer(args, 2) + at)));
    const s = madd(rest2, f32x4.mul(d, d), f32x4.mul(beta2, v128.load(pointer(args, 3) + at)));
    const deviation = f32x4.add(f32x4.sqrt(f32x4.mul(s, correction)), epsilon);
    v128.store(pointer(args, 4) + at, f32x4.sub(w, f32x4.div(f32x4.mul(rate, m), deviation)));
    v128.store(pointer(args, 5) + at, m);
    v128.store(pointer(args, 6) + at, s);
  }
}
