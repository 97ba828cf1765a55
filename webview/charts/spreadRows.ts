/**
 * Indices of at most about `most` rows out of `count`, evenly spread, the first and the last among them. The distance
 * of the rows is 1, 2, 5, 10, …, so that a table which grows keeps its rows until it needs a wider distance.
 */
export function spreadRows(count: number, most: number): number[] {
  if (count <= 0) return [];
  let distance = 1;
  for (let power = 1; count / distance > most; power *= 10) {
    distance = [1, 2, 5, 10].map((step) => step * power).find((step) => count / step <= most) ?? power * 10;
  }
  const rows: number[] = [];
  for (let index = 0; index < count; index += distance) rows.push(index);
  if (rows.at(-1) !== count - 1) rows.push(count - 1);
  return rows;
}
