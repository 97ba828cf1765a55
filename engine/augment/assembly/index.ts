/**
 * The augmentation T as a WebAssembly module: plain 128-bit SIMD, one memory an instance. To make a view: write the
 * transformations of both branches at `transforms`, `reserve` room, write an image at `source`, call `draw` and
 * `apply`, and read the view at `output`, of `rows` × `columns` pixels. `records.ts` says what a transformation and a step look like in memory.
 */
import { applySteps } from './apply';
import { drawSteps } from './draw';
import { chooseView } from './philox';

export { columns, output, reserve, rows, source, steps, transforms } from './workspace';

/**
 * Draws the steps of a view, which depend on the arguments alone.
 * @param branch 0 or 1; its list has `count` transformations.
 * @param stream number of the augmentation's stream of random numbers.
 * @returns the number of steps at `steps`.
 */
export function draw(
  branch: i32,
  count: i32,
  seed: u32,
  stream: u32,
  epoch: u32,
  image: u32,
  height: i32,
  width: i32,
  size: i32,
): i32 {
  chooseView(seed, stream, epoch, image);
  return drawSteps(branch, count, height, width, size);
}

/** Applies `count` steps to the source of `height` × `width` pixels; crops have side `size`. */
export function apply(count: i32, height: i32, width: i32, size: i32): void {
  applySteps(count, height, width, size);
}
