/**
 * Lists of transformations and of steps lie in memory as records of eight float64 numbers. The first number says
 * what the record is; `encodeTransforms.ts` on the other side of the border uses the same numbers.
 *
 * | type      | transformation: probability, then      | step: its parameters as drawn                       |
 * | --------- | -------------------------------------- | --------------------------------------------------- |
 * | crop      | scale low, high, ratio low, high       | top, left, height, width                            |
 * | flip      |                                        |                                                     |
 * | color     | brightness, contrast, saturation, hue  | order, brightness, contrast, saturation, hue        |
 * | grayscale |                                        |                                                     |
 * | blur      | sigma low, high, kernel share          | sigma, radius                                       |
 * | cutout    | scale low, high, ratio low, high       | top, left, height, width                            |
 * | sobel     |                                        |                                                     |
 * | noise     | sigma low, high                        | sigma, key (2 words), counter (words 1 to 3)        |
 * | rotate    |                                        | quarter turns                                       |
 * | center    | (a step only)                          |                                                     |
 */

export const CROP: i32 = 1;
export const FLIP: i32 = 2;
export const COLOR: i32 = 3;
export const GRAYSCALE: i32 = 4;
export const BLUR: i32 = 5;
export const CUTOUT: i32 = 6;
export const SOBEL: i32 = 7;
export const NOISE: i32 = 8;
export const ROTATE: i32 = 9;
export const CENTER: i32 = 10;

/** Bytes of a record. */
export const RECORD: usize = 64;
/** Transformations a list holds at most. */
export const MAX_TRANSFORMS: usize = 32;

/** What the record at `record` is. */
export function typeOf(record: usize): i32 {
  return <i32>load<f64>(record);
}

/** The record's number at `position`, counted from 0 after the type. */
export function get(record: usize, position: usize): f64 {
  return load<f64>(record + 8 + position * 8);
}

/** Sets the record's number at `position`, counted from 0 after the type. */
export function set(record: usize, position: usize, value: f64): void {
  store<f64>(record + 8 + position * 8, value);
}
