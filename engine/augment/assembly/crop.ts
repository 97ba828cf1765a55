/**
 * Random resized crop: a part of the area within `scale`, of an aspect (width over height) within `ratio`, resized
 * to the view. As torchvision's RandomResizedCrop: area uniform, aspect log-uniform, ten tries, then the largest
 * central part whose aspect is allowed. Where the crop is not applied the image is resized whole.
 */
import { between, below, uniform } from './philox';
import { CROP, get, set } from './records';
import { resize } from './resize';

/** Writes the step that keeps the given rectangle. */
export function writeCrop(step: usize, top: i32, left: i32, height: i32, width: i32): void {
  store<f64>(step, <f64>CROP);
  set(step, 0, <f64>top);
  set(step, 1, <f64>left);
  set(step, 2, <f64>height);
  set(step, 3, <f64>width);
}

/** Draws the part of a `height` × `width` image that is kept. */
export function drawCrop(transform: usize, step: usize, height: i32, width: i32): void {
  if (uniform() >= get(transform, 0)) {
    writeCrop(step, 0, 0, height, width);
    return;
  }
  const lowRatio = get(transform, 3);
  const highRatio = get(transform, 4);
  const area = <f64>height * <f64>width;
  for (let attempt = 0; attempt < 10; attempt++) {
    const target = area * between(get(transform, 1), get(transform, 2));
    const ratio = Math.exp(between(Math.log(lowRatio), Math.log(highRatio)));
    const w = <i32>nearest(sqrt(target * ratio));
    const h = <i32>nearest(sqrt(target / ratio));
    if (0 < w && w <= width && 0 < h && h <= height) {
      writeCrop(step, below(height - h + 1), below(width - w + 1), h, w);
      return;
    }
  }
  const ratio = <f64>width / <f64>height;
  let h = height;
  let w = width;
  if (ratio < lowRatio) h = max(<i32>nearest(<f64>width / lowRatio), 1);
  else if (ratio > highRatio) w = max(<i32>nearest(<f64>height * highRatio), 1);
  writeCrop(step, (height - h) / 2, (width - w) / 2, h, w);
}

/** Resizes the kept part to a square of side `size`, from the source or from the planes. */
export function applyCrop(step: usize, fromSource: bool, sourceWidth: i32, size: i32): void {
  const top = <i32>get(step, 0);
  const left = <i32>get(step, 1);
  const height = <i32>get(step, 2);
  const width = <i32>get(step, 3);
  resize(fromSource, sourceWidth, top, left, height, width, size, size, 0, 0, size);
}
