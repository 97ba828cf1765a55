import { Nearest } from '../evaluate/nearest';

/** A row and how similar it is: the cosine of the angle, −1 to 1. */
export interface NearRow {
  readonly row: number;
  readonly similarity: number;
}

/**
 * The rows that are most similar to `query` by the cosine of the angle between them, as it is seen from `centre`, nearest
 * first; of equally similar ones the earlier is nearer. Computed in float64; a row at the centre is as far as a right
 * angle.
 * @param query as many numbers as a row has, and the centre.
 * @param blocks rows in order, whole rows a block.
 * @param skipped a row that is left out, such as that of the query itself; −1 for none.
 */
export async function nearestRows(
  query: Float32Array,
  centre: Float64Array,
  blocks: AsyncIterable<Float32Array>,
  neighbours: number,
  skipped = -1,
): Promise<NearRow[]> {
  const size = query.length;
  const from = Float64Array.from(query, (value, j) => value - (centre[j] ?? 0));
  const length = Math.hypot(...from);
  const nearest = new Nearest(neighbours);
  let row = 0;
  for await (const block of blocks) {
    for (let start = 0; start < block.length; start += size, row++) {
      if (row === skipped) continue;
      let product = 0;
      let square = 0;
      for (let j = 0; j < size; j++) {
        const value = (block[start + j] ?? 0) - (centre[j] ?? 0);
        product += value * (from[j] ?? 0);
        square += value * value;
      }
      const scale = length * Math.sqrt(square);
      // Rounding may lead a little beyond 1.
      nearest.offer(scale > 0 ? Math.min(1, Math.max(-1, product / scale)) : 0, row);
    }
  }
  return Array.from(nearest.index, (found, i) => ({
    row: found,
    similarity: nearest.similarity[i] ?? 0,
  })).filter(({ row: found }) => found >= 0);
}
