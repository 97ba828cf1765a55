/** Rotation by 0, 1, 2 or 3 quarter turns counter-clockwise, each as likely. */
import { below, uniform } from './philox';
import { get, ROTATE, set } from './records';
import { columns, otherPlanes, planeFloats, planes, rows, setSize, swapPlanes } from './workspace';

/** Draws the quarter turns; false where the image stays as it is. */
export function drawRotate(transform: usize, step: usize): bool {
  if (uniform() >= get(transform, 0)) return false;
  const turns = below(4);
  if (turns == 0) return false;
  store<f64>(step, <f64>ROTATE);
  set(step, 0, <f64>turns);
  return true;
}

/** Rotates the planes. */
export function applyRotate(step: usize): void {
  const turns = <i32>get(step, 0);
  const height = turns == 2 ? rows : columns;
  const width = turns == 2 ? columns : rows;
  // Where the first output pixel comes from, and how far on the next one across and down.
  let first = 0;
  let across = 0;
  let down = 0;
  if (turns == 1) {
    first = columns - 1;
    across = columns;
    down = -1;
  } else if (turns == 2) {
    first = rows * columns - 1;
    across = -1;
    down = -columns;
  } else {
    first = (rows - 1) * columns;
    across = -columns;
    down = 1;
  }
  for (let channel: usize = 0; channel < 3; channel++) {
    const from = planes + channel * planeFloats * 4;
    let to = otherPlanes + channel * planeFloats * 4;
    for (let y = 0; y < height; y++) {
      let i = first + y * down;
      for (let x = 0; x < width; x++) {
        store<f32>(to, load<f32>(from + <usize>i * 4));
        to += 4;
        i += across;
      }
    }
  }
  swapPlanes();
  setSize(height, width);
}
