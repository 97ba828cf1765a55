import { viewThreads } from './image';

/** WGSL of the steps that move or erase pixels, as `flip.ts`, `rotate.ts` and `cutout.ts` in `engine/augment/assembly` have them. */
export const movesCode = /* wgsl */ `
fn flip(thread: u32, image: Image) {
  let half = image.columns / 2u;
  for (var i = thread; i < image.rows * half; i += ${viewThreads}u) {
    let left = image.at + i / half * image.columns + i % half;
    let right = left + image.columns - 1u - 2u * (i % half);
    let color = work[left];
    work[left] = work[right];
    work[right] = color;
  }
}

/** Quarter turns counter-clockwise to the other place, where the image is from then on. */
fn rotate(thread: u32, image: Image, turns: u32, other: u32) -> Image {
  var turned = Image(other, image.columns, image.rows);
  if (turns == 2u) { turned = Image(other, image.rows, image.columns); }
  for (var p = thread; p < pixelsOf(image); p += ${viewThreads}u) {
    let y = p / turned.columns;
    let x = p % turned.columns;
    var origin = vec2u(x, image.columns - 1u - y);
    if (turns == 2u) { origin = vec2u(image.rows - 1u - y, image.columns - 1u - x); }
    else if (turns == 3u) { origin = vec2u(image.rows - 1u - x, y); }
    work[other + p] = work[image.at + origin.x * image.columns + origin.y];
  }
  return turned;
}

fn cutout(thread: u32, image: Image, top: u32, left: u32, height: u32, width: u32) {
  for (var i = thread; i < height * width; i += ${viewThreads}u) {
    work[image.at + (top + i / width) * image.columns + left + i % width] = vec4f();
  }
}`;
