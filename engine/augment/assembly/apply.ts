/** From the source and the steps to the view: nothing is random here. */
import { applyBlur } from './blur';
import { applyCenter } from './center';
import { applyColor } from './color';
import { applyCrop } from './crop';
import { applyCutout } from './cutout';
import { applyFlip } from './flip';
import { applyGrayscale } from './grayscale';
import { applyNoise } from './noise';
import { pack, unpack } from './planes';
import {
  BLUR,
  CENTER,
  COLOR,
  CROP,
  CUTOUT,
  FLIP,
  GRAYSCALE,
  NOISE,
  RECORD,
  ROTATE,
  SOBEL,
  typeOf,
} from './records';
import { applyRotate } from './rotate';
import { applySobel } from './sobel';
import { steps } from './workspace';

/** Applies the first `count` steps to the source of `height` × `width` pixels; the view is in the output. */
export function applySteps(count: i32, height: i32, width: i32, size: i32): void {
  let fromSource = true;
  for (let i = 0; i < count; i++) {
    const step = steps + <usize>i * RECORD;
    const type = typeOf(step);
    if (type == CROP) {
      applyCrop(step, fromSource, width, size);
    } else if (type == CENTER) {
      applyCenter(height, width, size);
    } else {
      if (fromSource) unpack(height, width);
      if (type == FLIP) applyFlip();
      else if (type == COLOR) applyColor(step);
      else if (type == GRAYSCALE) applyGrayscale();
      else if (type == BLUR) applyBlur(step);
      else if (type == CUTOUT) applyCutout(step);
      else if (type == SOBEL) applySobel();
      else if (type == NOISE) applyNoise(step);
      else if (type == ROTATE) applyRotate(step);
    }
    fromSource = false;
  }
  pack();
}
