/**
 * Colour jitter: brightness, contrast, saturation and hue in random order, each clamped to 0..1, as torchvision's
 * ColorJitter. Factors are uniform over [max(0, 1 − x), 1 + x], the shift of the hue over [−x, x] turns.
 */
import { clamp } from './clamp';
import { shiftHue } from './hue';
import { blue, green, luma, red } from './luma';
import { below, between, uniform } from './philox';
import { COLOR, get, set } from './records';
import { columns, planeFloats, planes, rows } from './workspace';

/** Draws order and factors; false where the jitter is not applied. */
export function drawColor(transform: usize, step: usize): bool {
  if (uniform() >= get(transform, 0)) return false;
  store<f64>(step, <f64>COLOR);
  set(step, 0, <f64>below(24));
  for (let part: usize = 1; part <= 3; part++) {
    const strength = get(transform, part);
    set(step, part, between(max(0.0, 1.0 - strength), 1.0 + strength));
  }
  const hue = get(transform, 4);
  set(step, 4, between(-hue, hue));
  return true;
}

/** Applies the four parts in the order drawn: number 0 to 23 of the orders, counted like a number of mixed base. */
export function applyColor(step: usize): void {
  let order = <i32>get(step, 0);
  // The parts still to come, four bits each, the next choice counted from the lowest.
  let parts = 0x3210;
  for (let left = 4; left > 0; left--) {
    const shift = (order % left) * 4;
    order /= left;
    const part = (parts >> shift) & 15;
    parts = (parts & ((1 << shift) - 1)) | ((parts >> (shift + 4)) << shift);
    applyPart(part, get(step, <usize>(part + 1)));
  }
}

function applyPart(part: i32, amount: f64): void {
  if (part == 3) {
    if (amount != 0) shiftHue(amount);
  } else if (amount != 1) {
    if (part == 0) blend(<f32>amount, 0);
    else if (part == 1) blend(<f32>amount, <f32>((1.0 - amount) * meanLuma()));
    else saturate(<f32>amount);
  }
}

/** Mixes the image with one grey, `offset` being that grey's part: black for brightness, the mean luma for contrast. */
function blend(factor: f32, offset: f32): void {
  const factors = f32x4.splat(factor);
  const offsets = f32x4.splat(offset);
  for (let channel: usize = 0; channel < 3; channel++) {
    const begin = planes + channel * planeFloats * 4;
    const end = begin + <usize>(rows * columns) * 4;
    for (let at = begin; at < end; at += 16) {
      v128.store(at, clamp(f32x4.add(f32x4.mul(v128.load(at), factors), offsets)));
    }
  }
}

/** Mixes each pixel with its luma. */
function saturate(factor: f32): void {
  const factors = f32x4.splat(factor);
  const rest = f32x4.splat(<f32>1 - factor);
  const plane = planeFloats * 4;
  const end = planes + <usize>(rows * columns) * 4;
  for (let at = planes; at < end; at += 16) {
    const grey = f32x4.mul(luma(at), rest);
    v128.store(at, clamp(f32x4.add(f32x4.mul(v128.load(at), factors), grey)));
    v128.store(at + plane, clamp(f32x4.add(f32x4.mul(v128.load(at + plane), factors), grey)));
    v128.store(at + 2 * plane, clamp(f32x4.add(f32x4.mul(v128.load(at + 2 * plane), factors), grey)));
  }
}

/** Sums in float32 within a stretch of pixels and in float64 over the stretches, which keeps large images exact. */
function meanLuma(): f64 {
  const pixels = <usize>(rows * columns);
  const vectors = pixels / 4;
  let total = 0.0;
  let i: usize = 0;
  while (i < vectors) {
    const stop = min(i + 256, vectors);
    let sum = f32x4.splat(0);
    for (; i < stop; i++) sum = f32x4.add(sum, luma(planes + i * 16));
    total +=
      <f64>f32x4.extract_lane(sum, 0) +
      <f64>f32x4.extract_lane(sum, 1) +
      <f64>f32x4.extract_lane(sum, 2) +
      <f64>f32x4.extract_lane(sum, 3);
  }
  const plane = planeFloats * 4;
  for (let at = planes + vectors * 16; at < planes + pixels * 4; at += 4) {
    total += <f64>(red * load<f32>(at) + green * load<f32>(at + plane) + blue * load<f32>(at + 2 * plane));
  }
  return total / <f64>pixels;
}
