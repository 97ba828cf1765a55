/**
 * Cutout: a rectangle is erased to zero, drawn as torchvision's RandomErasing draws it: its share of the area
 * uniform within `scale`, its aspect (here height over width) log-uniform within `ratio`, smaller than the image both
 * ways; after ten tries in vain nothing is erased.
 */
import { below, between, uniform } from './philox';
import { CUTOUT, get, set } from './records';
import { columns, planeFloats, planes } from './workspace';

/** Draws the rectangle; false where none is erased. */
export function drawCutout(transform: usize, step: usize, height: i32, width: i32): bool {
  if (uniform() >= get(transform, 0)) return false;
  const area = <f64>height * <f64>width;
  for (let attempt = 0; attempt < 10; attempt++) {
    const erased = area * between(get(transform, 1), get(transform, 2));
    const ratio = Math.exp(between(Math.log(get(transform, 3)), Math.log(get(transform, 4))));
    const h = <i32>nearest(sqrt(erased * ratio));
    const w = <i32>nearest(sqrt(erased / ratio));
    if (h < height && w < width) {
      store<f64>(step, <f64>CUTOUT);
      set(step, 0, <f64>below(height - h + 1));
      set(step, 1, <f64>below(width - w + 1));
      set(step, 2, <f64>h);
      set(step, 3, <f64>w);
      return true;
    }
  }
  return false;
}

/** Erases the rectangle, in place. */
export function applyCutout(step: usize): void {
  const top = <usize>get(step, 0);
  const left = <usize>get(step, 1);
  const height = <usize>get(step, 2);
  const width = <usize>get(step, 3);
  for (let channel: usize = 0; channel < 3; channel++) {
    for (let y = top; y < top + height; y++) {
      memory.fill(planes + (channel * planeFloats + y * <usize>columns + left) * 4, 0, width * 4);
    }
  }
}
