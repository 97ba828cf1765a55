import type { Split } from '../data/dataset';
import { loadCenterViews } from './loadCenterViews';

/** Pixels across, at most: larger images are made smaller. */
const largestSide = 64;

/** Square images one after another: 8-bit RGB, rows top to bottom, channels last. */
export interface SmallImages {
  readonly side: number;
  readonly rgb: Uint8Array;
}

/**
 * Images as the network sees them in an evaluation, small.
 * @param positions in the split; −1 gives a black image.
 * @param imageSize side of a view in pixels.
 */
export function smallImages({ images }: Split, positions: readonly number[], imageSize: number): SmallImages {
  const side = Math.min(imageSize, largestSide);
  const length = side * side * 3;
  const rgb = new Uint8Array(positions.length * length);
  const places = [...positions.keys()].filter((place) => (positions[place] ?? -1) >= 0);
  const there = places.map((place) => positions[place] ?? 0);
  let next = 0;
  for (const chunk of loadCenterViews(images, there, side)) {
    for (let at = 0; at < chunk.length; at += length) {
      const start = (places[next++] ?? 0) * length;
      for (let i = 0; i < length; i++) rgb[start + i] = Math.round((chunk[at + i] ?? 0) * 255);
    }
  }
  return { side, rgb };
}
