/**
 * Sobel filter: every channel becomes the magnitude √(gx² + gy²) of the gradient of the luma, clamped to 1. gx and gy
 * are the 3 × 3 Sobel kernels divided by 4, so that a step from black to white has magnitude 1; borders repeat.
 */
import { luma } from './luma';
import {
  columns,
  marginRow,
  otherPlanes,
  planeFloats,
  planes,
  rows,
  secondMarginRow,
  swapPlanes,
} from './workspace';

/** Repeats the first and the last of the row's values at its margins. */
function repeatEnds(row: usize): void {
  const last = row + <usize>(columns - 1) * 4;
  store<f32>(row - 4, load<f32>(row));
  store<f32>(last, load<f32>(last), 4);
}

/** Filters the planes. */
export function applySobel(): void {
  const rowBytes = <usize>columns * 4;
  const bytes = <usize>rows * rowBytes;
  for (let at = planes; at < planes + bytes; at += 16) v128.store(at, luma(at));
  const smooth = marginRow + 16;
  const slope = secondMarginRow + 16;
  const quarter = f32x4.splat(0.25);
  for (let y = 0; y < rows; y++) {
    const row = planes + <usize>y * rowBytes;
    const above = y > 0 ? row - rowBytes : row;
    const below = y + 1 < rows ? row + rowBytes : row;
    for (let x: usize = 0; x < rowBytes; x += 16) {
      const a = v128.load(above + x);
      const middle = v128.load(row + x);
      const b = v128.load(below + x);
      v128.store(smooth + x, f32x4.add(f32x4.add(a, b), f32x4.add(middle, middle)));
      v128.store(slope + x, f32x4.sub(b, a));
    }
    repeatEnds(smooth);
    repeatEnds(slope);
    const to = otherPlanes + <usize>y * rowBytes;
    for (let x: usize = 0; x < rowBytes; x += 16) {
      const middle = v128.load(slope + x);
      const sides = f32x4.add(v128.load(slope + x - 4), v128.load(slope + x + 4));
      const gx = f32x4.mul(f32x4.sub(v128.load(smooth + x + 4), v128.load(smooth + x - 4)), quarter);
      const gy = f32x4.mul(f32x4.add(sides, f32x4.add(middle, middle)), quarter);
      const magnitude = f32x4.sqrt(f32x4.add(f32x4.mul(gx, gx), f32x4.mul(gy, gy)));
      v128.store(to + x, f32x4.pmin(f32x4.splat(1), magnitude));
    }
  }
  swapPlanes();
  memory.copy(planes + planeFloats * 4, planes, bytes);
  memory.copy(planes + planeFloats * 8, planes, bytes);
}
