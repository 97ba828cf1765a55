/**
 * Gaussian blur of a standard deviation within `sigma`, as torchvision's gaussian_blur: the kernel has 2r + 1 taps
 * with r half of `kernel` times the shorter side (at least 1, so that 10 % of 32 pixels are 3 taps and of 224 are 23),
 * its weights sum to one and the borders are reflected. Separable: each row is summed down and then across.
 */
import { between, uniform } from './philox';
import { BLUR, get, set } from './records';
import {
  columns,
  kernel,
  marginRow,
  otherPlanes,
  planeFloats,
  planes,
  rowPointers,
  rows,
  swapPlanes,
} from './workspace';

/** Draws the standard deviation; false where the blur is not applied. */
export function drawBlur(transform: usize, step: usize, height: i32, width: i32): bool {
  if (uniform() >= get(transform, 0)) return false;
  const side = min(height, width);
  // The small addition keeps a share of the side that is a whole number from rounding down.
  const radius = max(<i32>((get(transform, 3) * <f64>side) / 2.0 + 1e-9), 1);
  store<f64>(step, <f64>BLUR);
  set(step, 0, between(get(transform, 1), get(transform, 2)));
  set(step, 1, <f64>min(radius, side - 1));
  return true;
}

/** Half the kernel, from its centre outwards. */
function makeKernel(sigma: f64, radius: i32): void {
  let total = 1.0;
  for (let t = 1; t <= radius; t++) total += 2.0 * Math.exp(-0.5 * (<f64>t / sigma) * (<f64>t / sigma));
  for (let t = 0; t <= radius; t++) {
    store<f32>(kernel + <usize>t * 4, <f32>(Math.exp(-0.5 * (<f64>t / sigma) * (<f64>t / sigma)) / total));
  }
}

/** Where i lies once the borders 0 and n − 1 have reflected it. */
function reflect(i: i32, n: i32): i32 {
  return i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i;
}

/** Sums the rows around a row down, eight pixels at a time: `rowPointers` has offsets, `plane` is what they start from. */
function sumDown(plane: usize, row: usize, to: usize, radius: usize): void {
  const width = <usize>columns * 4;
  for (let x: usize = 0; x < width; x += 32) {
    const centre = plane + row + x;
    const weight = v128.load32_splat(kernel);
    let sum0 = f32x4.mul(v128.load(centre), weight);
    let sum1 = f32x4.mul(v128.load(centre, 16), weight);
    for (let t: usize = 1; t <= radius; t++) {
      const above = plane + load<usize>(rowPointers + t * 8) + x;
      const below = plane + load<usize>(rowPointers + t * 8, 4) + x;
      const weight = v128.load32_splat(kernel + t * 4);
      sum0 = f32x4.add(sum0, f32x4.mul(f32x4.add(v128.load(above), v128.load(below)), weight));
      sum1 = f32x4.add(sum1, f32x4.mul(f32x4.add(v128.load(above, 16), v128.load(below, 16)), weight));
    }
    v128.store(to + x, sum0);
    v128.store(to + x, sum1, 16);
  }
}

/** Sums a row across, eight pixels at a time. */
function sumAcross(from: usize, to: usize, radius: usize): void {
  const width = <usize>columns * 4;
  const one = f32x4.splat(1);
  for (let x: usize = 0; x < width; x += 32) {
    const centre = from + x;
    const weight = v128.load32_splat(kernel);
    let sum0 = f32x4.mul(v128.load(centre), weight);
    let sum1 = f32x4.mul(v128.load(centre, 16), weight);
    for (let t: usize = 1; t <= radius; t++) {
      const left = centre - t * 4;
      const right = centre + t * 4;
      const weight = v128.load32_splat(kernel + t * 4);
      sum0 = f32x4.add(sum0, f32x4.mul(f32x4.add(v128.load(left), v128.load(right)), weight));
      sum1 = f32x4.add(sum1, f32x4.mul(f32x4.add(v128.load(left, 16), v128.load(right, 16)), weight));
    }
    // Rounding may carry the sum of the weights over 1. What runs over the row's end the next row overwrites.
    v128.store(to + x, f32x4.pmin(one, sum0));
    v128.store(to + x, f32x4.pmin(one, sum1), 16);
  }
}

/** Blurs the planes. */
export function applyBlur(step: usize): void {
  const radius = <i32>get(step, 1);
  makeKernel(get(step, 0), radius);
  const rowBytes = <usize>columns * 4;
  const line = marginRow + <usize>radius * 4;
  const last = line + rowBytes - 4;
  for (let y = 0; y < rows; y++) {
    for (let t = 1; t <= radius; t++) {
      store<usize>(rowPointers + <usize>t * 8, <usize>reflect(y - t, rows) * rowBytes);
      store<usize>(rowPointers + <usize>t * 8, <usize>reflect(y + t, rows) * rowBytes, 4);
    }
    for (let channel: usize = 0; channel < 3; channel++) {
      const offset = channel * planeFloats * 4;
      const row = <usize>y * rowBytes;
      sumDown(planes + offset, row, line, <usize>radius);
      for (let t: usize = 4; t <= <usize>radius * 4; t += 4) {
        store<f32>(line - t, load<f32>(line + t));
        store<f32>(last + t, load<f32>(last - t));
      }
      sumAcross(line, otherPlanes + offset + row, <usize>radius);
    }
  }
  swapPlanes();
}
