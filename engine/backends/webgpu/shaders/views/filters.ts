import { viewThreads } from './image';

/**
 * Taps of a blur at most, from its centre outwards. With the largest standard deviation that a configuration may name,
 * 20 pixels, those farther out weigh less than 2 · 10⁻⁹ of the centre.
 */
const mostTaps = 128;

/** WGSL of Gaussian blur and of the Sobel filter, as `engine/augment/assembly/blur.ts` and `sobel.ts` have them. */
export const filtersCode = /* wgsl */ `
var<workgroup> taps: array<f32, ${mostTaps}>;

/** Where i lies once the borders 0 and n − 1 have reflected it. */
fn reflected(i: i32, n: u32) -> u32 {
  let last = i32(n) - 1;
  return u32(last - abs(last - abs(i)));
}

/** Down to the other place, and across back. */
fn blur(thread: u32, image: Image, sigma: f32, radius: u32, other: u32) {
  let reach = min(i32(radius), ${mostTaps - 1});
  if (thread < ${mostTaps}u) {
    let distance = f32(thread) / sigma;
    taps[thread] = exp(-0.5 * distance * distance);
  }
  workgroupBarrier();
  var sum = taps[0];
  for (var t = 1; t <= reach; t++) { sum += 2.0 * taps[t]; }
  let columns = image.columns;
  for (var p = thread; p < pixelsOf(image); p += ${viewThreads}u) {
    let y = i32(p / columns);
    let column = image.at + p % columns;
    var value = taps[0] * work[image.at + p];
    for (var t = 1; t <= reach; t++) {
      let above = work[column + reflected(y - t, image.rows) * columns];
      value += taps[t] * (above + work[column + reflected(y + t, image.rows) * columns]);
    }
    work[other + p] = value / sum;
  }
  storageBarrier();
  for (var p = thread; p < pixelsOf(image); p += ${viewThreads}u) {
    let x = i32(p % columns);
    let row = other + p - p % columns;
    var value = taps[0] * work[other + p];
    for (var t = 1; t <= reach; t++) {
      value += taps[t] * (work[row + reflected(x - t, columns)] + work[row + reflected(x + t, columns)]);
    }
    // Rounding may carry a sum of weights over 1.
    work[image.at + p] = min(value / sum, vec4f(1));
  }
}

/** The luma to the other place, and the magnitude of its gradient back. */
fn sobel(thread: u32, image: Image, other: u32) {
  for (var p = thread; p < pixelsOf(image); p += ${viewThreads}u) {
    work[other + p] = vec4f(luma(work[image.at + p].rgb));
  }
  storageBarrier();
  let columns = image.columns;
  for (var p = thread; p < pixelsOf(image); p += ${viewThreads}u) {
    let y = p / columns;
    let x = p % columns;
    var gradient = vec2f();
    for (var i = 0u; i < 3u; i++) {
      for (var j = 0u; j < 3u; j++) {
        // Borders repeat; each weight is that of a smoothing across the direction of the slope.
        let row = clamp(y + i, 1u, image.rows) - 1u;
        let column = clamp(x + j, 1u, columns) - 1u;
        let away = vec2f(f32(j), f32(i)) - 1.0;
        gradient += away * (2.0 - abs(away.yx)) * work[other + row * columns + column].r;
      }
    }
    work[image.at + p] = vec4f(min(length(0.25 * gradient), 1.0));
  }
}`;
