/**
 * The one-dimensional transforms of Winograd's convolution F(4, 3) at the points 0, ±1, ±2 and ∞ (Lavin & Gray, 2016,
 * section 4.2), each over eight channels. `from` and `to` are the first of so many vectors a step apart.
 *
 * Both halves of the eight channels are written out as neighbouring vectors, which V8 fuses into one of 256 bits where
 * its revectorizer is on.
 */
import { madd } from './tiles';

/** Bytes of eight channels. */
export const LINE: usize = 32;

/** Six pixels of the input, Bᵀ d: [6] → [6]. */
// @ts-ignore: decorator
@inline
export function inputLine(from: usize, step: usize, to: usize, toStep: usize): void {
  inputHalf(from, step, to, toStep);
  inputHalf(from + 16, step, to + 16, toStep);
}

// @ts-ignore: decorator
@inline
function inputHalf(from: usize, step: usize, to: usize, toStep: usize): void {
  const x0 = v128.load(from),
    x1 = v128.load(from + step),
    x2 = v128.load(from + step * 2);
  const x3 = v128.load(from + step * 3),
    x4 = v128.load(from + step * 4),
    x5 = v128.load(from + step * 5);
  const four = f32x4.splat(4),
    minusFour = f32x4.splat(-4),
    minusFive = f32x4.splat(-5);
  const even = madd(minusFour, x2, x4),
    odd = madd(minusFour, x1, x3);
  const rest = f32x4.sub(x4, x2),
    half = f32x4.sub(x3, x1);
  const twice = f32x4.add(half, half);
  v128.store(to, madd(four, x0, madd(minusFive, x2, x4)));
  v128.store(to + toStep, f32x4.add(even, odd));
  v128.store(to + toStep * 2, f32x4.sub(even, odd));
  v128.store(to + toStep * 3, f32x4.add(rest, twice));
  v128.store(to + toStep * 4, f32x4.sub(rest, twice));
  v128.store(to + toStep * 5, madd(four, x1, madd(minusFive, x3, x5)));
}

/** Six products back to four pixels of the output, Aᵀ m: [6] → [4]. */
// @ts-ignore: decorator
@inline
export function outputLine(from: usize, step: usize, to: usize, toStep: usize): void {
  outputHalf(from, step, to, toStep);
  outputHalf(from + 16, step, to + 16, toStep);
}

// @ts-ignore: decorator
@inline
function outputHalf(from: usize, step: usize, to: usize, toStep: usize): void {
  const m0 = v128.load(from),
    m1 = v128.load(from + step),
    m2 = v128.load(from + step * 2);
  const m3 = v128.load(from + step * 3),
    m4 = v128.load(from + step * 4),
    m5 = v128.load(from + step * 5);
  const s1 = f32x4.add(m1, m2),
    d1 = f32x4.sub(m1, m2);
  const s2 = f32x4.add(m3, m4),
    d2 = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(m0, f32x4.add(s1, s2)));
  v128.store(to + toStep, madd(f32x4.splat(2), d2, d1));
  v128.store(to + toStep * 2, madd(f32x4.splat(4), s2, s1));
  v128.store(to + toStep * 3, f32x4.add(m5, madd(f32x4.splat(8), d2, d1)));
}

/** Four pixels of the output's gradient, A y: [4] → [6]. */
// @ts-ignore: decorator
@inline
export function gradientLine(from: usize, step: usize, to: usize, toStep: usize): void {
  gradientHalf(from, step, to, toStep);
  gradientHalf(from + 16, step, to + 16, toStep);
}

// @ts-ignore: decorator
@inline
function gradientHalf(from: usize, step: usize, to: usize, toStep: usize): void {
  const y0 = v128.load(from),
    y1 = v128.load(from + step),
    y2 = v128.load(from + step * 2),
    y3 = v128.load(from + step * 3);
  const even = f32x4.add(y0, y2),
    odd = f32x4.add(y1, y3);
  const far = madd(f32x4.splat(4), y2, y0),
    farOdd = madd(f32x4.splat(8), y3, f32x4.add(y1, y1));
  v128.store(to, y0);
  v128.store(to + toStep, f32x4.add(even, odd));
  v128.store(to + toStep * 2, f32x4.sub(even, odd));
  v128.store(to + toStep * 3, f32x4.add(far, farOdd));
  v128.store(to + toStep * 4, f32x4.sub(far, farOdd));
  v128.store(to + toStep * 5, y3);
}

/** Three taps of a filter, G g: [3] → [6], of four channels. */
// @ts-ignore: decorator
@inline
export function filterLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from),
    g1 = v128.load(from + step),
    g2 = v128.load(from + step * 2);
  const outer = f32x4.mul(f32x4.splat(<f32>(-1.0 / 6.0)), f32x4.add(g0, g2)),
    middle = f32x4.mul(f32x4.splat(<f32>(-1.0 / 6.0)), g1);
  const far = madd(f32x4.splat(<f32>(1.0 / 24.0)), g0, f32x4.mul(f32x4.splat(<f32>(1.0 / 6.0)), g2)),
    farMiddle = f32x4.mul(f32x4.splat(<f32>(1.0 / 12.0)), g1);
  v128.store(to, f32x4.mul(f32x4.splat(0.25), g0));
  v128.store(to + toStep, f32x4.add(outer, middle));
  v128.store(to + toStep * 2, f32x4.sub(outer, middle));
  v128.store(to + toStep * 3, f32x4.add(far, farMiddle));
  v128.store(to + toStep * 4, f32x4.sub(far, farMiddle));
  v128.store(to + toStep * 5, g2);
}

/** Six sums of products back to the gradients of three taps, Gᵀ u: [6] → [3], of four channels. */
// @ts-ignore: decorator
@inline
export function tapLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const u0 = v128.load(from),
    u1 = v128.load(from + step),
    u2 = v128.load(from + step * 2);
  const u3 = v128.load(from + step * 3),
    u4 = v128.load(from + step * 4),
    u5 = v128.load(from + step * 5);
  const sixth = f32x4.splat(<f32>(1.0 / 6.0));
  const near = f32x4.mul(sixth, f32x4.add(u1, u2)),
    far = f32x4.add(u3, u4);
  v128.store(to, madd(f32x4.splat(<f32>(1.0 / 24.0)), far, f32x4.sub(f32x4.mul(f32x4.splat(0.25), u0), near)));
  v128.store(
    to + toStep,
    madd(sixth, f32x4.sub(u2, u1), f32x4.mul(f32x4.splat(<f32>(1.0 / 12.0)), f32x4.sub(u3, u4))),
  );
  v128.store(to + toStep * 2, f32x4.sub(madd(sixth, far, u5), near));
}
