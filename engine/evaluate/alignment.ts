import { normalizeRows, type Features } from './features';

/**
 * Alignment of positive pairs (Wang and Isola 2020, with α = 2): the mean squared distance between the normalised
 * features of two views of an image. 0 where the views coincide, 2 where they are unrelated, at most 4.
 * @param views 2N rows, where rows i and i + N are a positive pair.
 */
export function alignment(views: Features): number {
  const { data, size, count } = normalizeRows(views);
  const pairs = count / 2;
  const offset = pairs * size;
  let sum = 0;
  for (let i = 0; i < offset; i++) {
    const difference = (data[i] ?? 0) - (data[i + offset] ?? 0);
    sum += difference * difference;
  }
  return sum / pairs;
}
