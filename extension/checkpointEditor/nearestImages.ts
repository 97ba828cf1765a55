import type { NpyMatrix } from '../../engine/runs/npy';

/** A row near another one, and the cosine of the angle between them; 0 for a row of zeros. */
export interface NearRow {
  readonly row: number;
  readonly similarity: number;
}

/** Milliseconds of work between two turns of others. */
const longestSlice = 8;
/** Rows between two looks at the clock. */
const block = 32;

/**
 * The rows that are nearest to each of some rows by cosine similarity, the nearest first, themselves left out; of equal
 * ones the earlier is nearer.
 * @param queries row numbers.
 * @param most neighbours of each.
 * @param turn waited for between two slices of a few milliseconds.
 */
export async function nearestImages(
  { data, rows, columns }: NpyMatrix,
  queries: readonly number[],
  most: number,
  turn: () => Promise<unknown>,
): Promise<NearRow[][]> {
  const wanted = queries.map((row) => {
    const numbers = data.slice(row * columns, (row + 1) * columns);
    return { row, numbers, length: Math.hypot(...numbers), near: [] as NearRow[] };
  });
  let began = performance.now();
  for (let row = 0; row < rows; row++) {
    if (row % block === 0 && performance.now() - began > longestSlice) {
      await turn();
      began = performance.now();
    }
    const numbers = data.subarray(row * columns, (row + 1) * columns);
    const length = Math.sqrt(dot(numbers, numbers));
    for (const query of wanted) {
      if (query.row === row) continue;
      const scale = length * query.length;
      const similarity = scale === 0 ? 0 : Math.min(1, dot(numbers, query.numbers) / scale);
      insert(query.near, { row, similarity }, most);
    }
  }
  return wanted.map(({ near }) => near);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function insert(near: NearRow[], found: NearRow, most: number): void {
  const last = near[most - 1];
  if (last !== undefined && last.similarity >= found.similarity) return;
  let place = near.length;
  while (place > 0 && (near[place - 1]?.similarity ?? 0) < found.similarity) place--;
  near.splice(place, 0, found);
  if (near.length > most) near.pop();
}
