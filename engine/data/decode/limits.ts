import { UnusableImage } from '../imageSource';

/** Images with more pixels are refused: decoding one could take all the memory. */
export const maxPixels = 100_000_000;

/** Larger files are not read into memory. */
export const maxFileBytes = 512 * 1024 * 1024;

/** What is said of an image above `maxPixels`. */
export function tooManyPixels(): UnusableImage {
  return new UnusableImage(`has more than ${String(maxPixels / 1e6)} million pixels`);
}
