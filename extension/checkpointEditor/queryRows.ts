/** Share of the way from one query to the next by which another turn's are shifted: turns fall between all before. */
const goldenShare = (Math.sqrt(5) - 1) / 2;

/**
 * Rows of images to ask for, spread evenly over the set put in order of the classes, so that each turn has many.
 * @param count of images.
 * @param most of rows.
 * @param turn from 0; the next one has other images, while there are some.
 */
export function queryRows(
  labels: readonly number[] | null,
  count: number,
  most: number,
  turn: number,
): number[] {
  const order = Array.from({ length: count }, (_, row) => row);
  if (labels !== null) order.sort((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0) || a - b);
  const rows = Math.min(count, most);
  const shift = (0.5 + turn * goldenShare) % 1;
  return Array.from({ length: rows }, (_, i) => order[Math.floor(((i + shift) * count) / rows)] ?? 0);
}
