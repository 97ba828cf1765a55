/** From the transformations of a branch to the steps of one view: whatever is random is drawn here. */
import { drawBlur } from './blur';
import { drawColor } from './color';
import { drawCrop, writeCrop } from './crop';
import { drawCutout } from './cutout';
import { drawNoise } from './noise';
import { choosePlace, uniform } from './philox';
import { BLUR, COLOR, CROP, CUTOUT, get, MAX_TRANSFORMS, NOISE, RECORD, ROTATE, typeOf } from './records';
import { drawRotate } from './rotate';
import { steps, transforms } from './workspace';

/** A transformation without parameters: its step is its name. */
function drawPlain(transform: usize, step: usize): bool {
  if (uniform() >= get(transform, 0)) return false;
  store<f64>(step, load<f64>(transform));
  return true;
}

/**
 * Draws the steps of the view already chosen (see `chooseView`) of an image of `height` × `width` pixels, from the
 * `count` transformations of `branch`. Without a crop among them the image is first resized whole.
 * @returns the number of steps.
 */
export function drawSteps(branch: i32, count: i32, height: i32, width: i32, size: i32): i32 {
  const list = transforms + <usize>branch * MAX_TRANSFORMS * RECORD;
  let step = steps;
  let cropped = false;
  for (let i = 0; i < count; i++) cropped = cropped || typeOf(list + <usize>i * RECORD) == CROP;
  if (!cropped) {
    writeCrop(step, 0, 0, height, width);
    height = width = size;
    step += RECORD;
  }
  for (let i = 0; i < count; i++) {
    const transform = list + <usize>i * RECORD;
    const type = typeOf(transform);
    choosePlace(branch, i);
    let drawn = true;
    if (type == CROP) {
      drawCrop(transform, step, height, width);
      height = width = size;
    } else if (type == COLOR) {
      drawn = drawColor(transform, step);
    } else if (type == BLUR) {
      drawn = drawBlur(transform, step, height, width);
    } else if (type == CUTOUT) {
      drawn = drawCutout(transform, step, height, width);
    } else if (type == NOISE) {
      drawn = drawNoise(transform, step);
    } else if (type == ROTATE) {
      drawn = drawRotate(transform, step);
      if (drawn && get(step, 0) != 2) {
        const swapped = height;
        height = width;
        width = swapped;
      }
    } else {
      drawn = drawPlain(transform, step);
    }
    if (drawn) step += RECORD;
  }
  return <i32>((step - steps) / RECORD);
}
