/**
 * Where everything lies in memory. The two lists of transformations and the list of steps come first and never
 * move; the buffers after them are laid out anew, and the memory grows, when a larger image arrives.
 *
 * While it is worked on, an image is three planes (red, green, blue) of float32, 0 to 1, rows without gaps, so
 * that colours take four pixels an instruction. Planes are padded: loops over pixels take whole vectors and may
 * run over the end.
 */
import { MAX_TRANSFORMS, RECORD } from './records';

/** The two lists of transformations, first and second branch. */
export const transforms: usize = (__heap_base + 15) & ~15;
/** The steps of the view that is being made: the transformations as drawn, and the resize before them. */
export const steps: usize = transforms + 2 * MAX_TRANSFORMS * RECORD;
const buffers: usize = steps + (MAX_TRANSFORMS + 1) * RECORD;

/** The image as read: 8-bit RGB, channels last. */
export let source: usize = 0;
/** The finished view: float32 RGB, channels last. */
export let output: usize = 0;
/** Planes of the image now, and others to write the next step to. */
export let planes: usize = 0;
export let otherPlanes: usize = 0;
/** Rows and columns of the planes. */
export let rows: i32 = 0;
export let columns: i32 = 0;
/** Floats from a plane to the next. */
export let planeFloats: usize = 0;

/** For each output row and column of a resize: first input, number of inputs, and weights. */
export let rowTable: usize = 0;
export let rowWeights: usize = 0;
export let columnTable: usize = 0;
export let columnWeights: usize = 0;
/** One input row of a resize, four floats a pixel. */
export let pixelRow: usize = 0;
/** Rows of a resize that are resized across and wait to be resized down. */
export let ring: usize = 0;
/** Rows of a filter with margins left and right. */
export let marginRow: usize = 0;
export let secondMarginRow: usize = 0;
/** Half a blur's kernel, and where the rows lie that a row of it is made of. */
export let kernel: usize = 0;
export let rowPointers: usize = 0;

let top: usize = 0;

function take(bytes: usize): usize {
  const at = top;
  top = (top + bytes + 15) & ~15;
  return at;
}

/** Weights of a resize from `length` samples to `size` of them fit into so many floats. */
function weightFloats(length: usize, size: usize): usize {
  return 2 * length + 4 * size;
}

/**
 * Lays the buffers out for images of up to `height` × `width` pixels and views of side `size`, and grows the
 * memory where it is short. `wholeImages` says that transformations come before the crop (or the resize), so that
 * the planes must hold whole images.
 * @returns false where the memory cannot grow so far.
 */
export function reserve(height: i32, width: i32, size: i32, wholeImages: bool): bool {
  const longest = <usize>max(max(height, width), size);
  const side = <usize>size;
  const pixels = <usize>height * <usize>width;
  const planePixels = wholeImages ? max(pixels, side * side) : side * side;
  planeFloats = ((planePixels + 15) & ~15) + 16;
  top = buffers;
  source = take(pixels * 3 + 16);
  output = take((planePixels + 16) * 3 * 4);
  planes = take(planeFloats * 3 * 4);
  otherPlanes = take(planeFloats * 3 * 4);
  rowTable = take(side * 8);
  rowWeights = take(weightFloats(longest, side) * 4);
  columnTable = take(side * 8);
  columnWeights = take(weightFloats(longest, side) * 4);
  pixelRow = take((longest + 4) * 16);
  ring = take((weightFloats(longest, side) / side + 1) * (side + 4) * 16);
  kernel = take((longest + 4) * 4);
  marginRow = take((2 * longest + 16) * 4);
  secondMarginRow = take((2 * longest + 16) * 4);
  rowPointers = take((longest + 4) * 4);
  const pages = <i32>((top + 0xffff) >> 16) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

/** Sets the size of the image in the planes. */
export function setSize(height: i32, width: i32): void {
  rows = height;
  columns = width;
}

/** Makes the planes just written the image's. */
export function swapPlanes(): void {
  const written = otherPlanes;
  otherPlanes = planes;
  planes = written;
}
