/**
 * Gaussian noise of a standard deviation within `sigma`, added to every value on its own; the sum is clamped to 0..1.
 * Sixteen values of a plane at a time are drawn from four blocks of Philox by Box and Muller's method.
 */
import { clamp } from './clamp';
import {
  between,
  epoch,
  image,
  key0,
  key1,
  lanes0,
  lanes1,
  lanes2,
  lanes3,
  philoxLanes,
  place,
  uniform,
} from './philox';
import { get, NOISE, set } from './records';
import { columns, planeFloats, planes, rows } from './workspace';

/** Draws the standard deviation and notes whence the noise comes; false where none is added. */
export function drawNoise(transform: usize, step: usize): bool {
  if (uniform() >= get(transform, 0)) return false;
  store<f64>(step, <f64>NOISE);
  set(step, 0, between(get(transform, 1), get(transform, 2)));
  set(step, 1, <f64>key0);
  set(step, 2, <f64>key1);
  set(step, 3, <f64>place);
  set(step, 4, <f64>image);
  set(step, 5, <f64>epoch);
  return true;
}

/**
 * Natural logarithm of numbers in (0, 1]: with x = m·2ᵉ, m in [√½, √2), and s = (m − 1)/(m + 1) it is
 * e·ln 2 + 2s(1 + s²/3 + s⁴/5 + …); |s| < 0.172, so five terms reach float32's precision.
 */
function logarithm(x: v128): v128 {
  // Taking the bits of √½ away carries into the exponent where the mantissa exceeds that of √½.
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const one = f32x4.splat(1);
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const s2 = f32x4.mul(s, s);
  let series = f32x4.splat(<f32>(2.0 / 9.0));
  series = f32x4.add(f32x4.mul(series, s2), f32x4.splat(<f32>(2.0 / 7.0)));
  series = f32x4.add(f32x4.mul(series, s2), f32x4.splat(<f32>(2.0 / 5.0)));
  series = f32x4.add(f32x4.mul(series, s2), f32x4.splat(<f32>(2.0 / 3.0)));
  series = f32x4.add(f32x4.mul(series, s2), f32x4.splat(2));
  return f32x4.add(f32x4.mul(exponent, f32x4.splat(0.6931471805599453)), f32x4.mul(s, series));
}

let sine: v128 = i32x4.splat(0);
let cosine: v128 = i32x4.splat(0);

/** Sine and cosine of 2π·word/2³²: the nearest quarter turn, and Taylor's series for the rest, at most π/4. */
function sineAndCosine(word: v128): void {
  const quarter = i32x4.shr_u(i32x4.add(word, i32x4.splat(0x20000000)), 30);
  const rest = i32x4.sub(word, i32x4.shl(quarter, 30));
  const x = f32x4.mul(f32x4.convert_i32x4_s(rest), f32x4.splat(<f32>(6.283185307179586 / 4294967296.0)));
  const x2 = f32x4.mul(x, x);
  let s = f32x4.splat(<f32>(1.0 / 362880.0));
  s = f32x4.add(f32x4.mul(s, x2), f32x4.splat(<f32>(-1.0 / 5040.0)));
  s = f32x4.add(f32x4.mul(s, x2), f32x4.splat(<f32>(1.0 / 120.0)));
  s = f32x4.add(f32x4.mul(s, x2), f32x4.splat(<f32>(-1.0 / 6.0)));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, x2), x), x);
  let c = f32x4.splat(<f32>(1.0 / 40320.0));
  c = f32x4.add(f32x4.mul(c, x2), f32x4.splat(<f32>(-1.0 / 720.0)));
  c = f32x4.add(f32x4.mul(c, x2), f32x4.splat(<f32>(1.0 / 24.0)));
  c = f32x4.add(f32x4.mul(c, x2), f32x4.splat(-0.5));
  c = f32x4.add(f32x4.mul(c, x2), f32x4.splat(1));
  // Each quarter turn makes the sine the cosine and the cosine minus the sine.
  const odd = i32x4.ne(v128.and(quarter, i32x4.splat(1)), i32x4.splat(0));
  const sineSign = i32x4.shl(v128.and(quarter, i32x4.splat(2)), 30);
  const cosineSign = i32x4.shl(v128.and(i32x4.add(quarter, i32x4.splat(1)), i32x4.splat(2)), 30);
  sine = v128.xor(v128.bitselect(c, s, odd), sineSign);
  cosine = v128.xor(v128.bitselect(s, c, odd), cosineSign);
}

/** √(−2 ln u) with u = (word + ½)/2³², times sigma. */
function radius(word: v128, sigma: v128): v128 {
  const u = f32x4.mul(
    f32x4.add(f32x4.convert_i32x4_u(word), f32x4.splat(0.5)),
    f32x4.splat(<f32>(1.0 / 4294967296.0)),
  );
  // The logarithm of 1 may come out a trace above 0.
  const square = f32x4.pmax(f32x4.splat(0), f32x4.mul(logarithm(u), f32x4.splat(-2)));
  return f32x4.mul(f32x4.sqrt(square), sigma);
}

function addTo(at: usize, noise: v128): void {
  v128.store(at, clamp(f32x4.add(v128.load(at), noise)));
}

/**
 * Adds the noise, in place. Values 16g + 4i to 16g + 4i + 3 of a plane come from lanes 0 to 3, the blocks 4G + 1 to
 * 4G + 4, where G counts the groups g through the planes: i = 0 and 1 are the cosine and the sine of words 0 and 1,
 * i = 2 and 3 those of words 2 and 3. Block 0 gave the standard deviation.
 */
export function applyNoise(step: usize): void {
  const sigma = f32x4.splat(<f32>get(step, 0));
  const k0 = <u32>get(step, 1);
  const k1 = <u32>get(step, 2);
  const word1 = <u32>get(step, 3);
  const word2 = <u32>get(step, 4);
  const word3 = <u32>get(step, 5);
  let block: u32 = 1;
  for (let channel: usize = 0; channel < 3; channel++) {
    const begin = planes + channel * planeFloats * 4;
    const end = begin + <usize>(rows * columns) * 4;
    for (let at = begin; at < end; at += 64) {
      philoxLanes(k0, k1, block, word1, word2, word3);
      block += 4;
      const radius0 = radius(lanes0, sigma);
      sineAndCosine(lanes1);
      addTo(at, f32x4.mul(radius0, cosine));
      addTo(at + 16, f32x4.mul(radius0, sine));
      const radius2 = radius(lanes2, sigma);
      sineAndCosine(lanes3);
      addTo(at + 32, f32x4.mul(radius2, cosine));
      addTo(at + 48, f32x4.mul(radius2, sine));
    }
  }
}
