import type { Matrix } from './matrix';

/** Rows that are near another, nearest first, and the cosine of the angle to each. */
export interface NearRows {
  readonly rows: Int32Array;
  readonly similarities: Float32Array;
}

/**
 * The `k` rows of largest cosine similarity to row `row`, itself left out; of equal ones the earlier is nearer.
 * @param inverse 1 / length of each row.
 */
export function nearestRows(matrix: Matrix, inverse: Float32Array, row: number, k: number): NearRows {
  const { data, count, size } = matrix;
  const most = Math.max(0, Math.min(k, count - 1));
  const rows = new Int32Array(most);
  const similarities = new Float32Array(most).fill(-Infinity);
  const query = data.slice(row * size, (row + 1) * size);
  const own = inverse[row] ?? 0;
  let filled = 0;
  for (let other = 0; other < count; other++) {
    if (other === row) continue;
    let dot = 0;
    for (let i = 0, at = other * size; i < size; i++, at++) dot += (query[i] ?? 0) * (data[at] ?? 0);
    const similarity = Math.fround(dot * own * (inverse[other] ?? 0));
    if (filled === most && similarity <= (similarities[most - 1] ?? 0)) continue;
    let place = Math.min(filled, most - 1);
    while (place > 0 && (similarities[place - 1] ?? 0) < similarity) {
      similarities[place] = similarities[place - 1] ?? 0;
      rows[place] = rows[place - 1] ?? 0;
      place--;
    }
    similarities[place] = similarity;
    rows[place] = other;
    if (filled < most) filled++;
  }
  return { rows, similarities };
}
