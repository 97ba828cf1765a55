/** Index of the number in the rising `values` that is nearest to `target`; -1 where there is none. */
export function nearestIndex(values: ArrayLike<number>, target: number): number {
  let low = 0;
  let high = values.length - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= target) low = middle;
    else high = middle;
  }
  const before = Math.abs((values[low] ?? 0) - target);
  const after = Math.abs((values[high] ?? 0) - target);
  return before <= after ? low : high;
}

/**
 * The same for a series that ends: -1 where `target` lies further behind the last number than the numbers lie apart.
 */
export function nearestIndexWithin(values: ArrayLike<number>, target: number): number {
  const last = values.length - 1;
  const end = values[last] ?? 0;
  const apart = last < 1 ? 0 : (end - (values[0] ?? 0)) / last;
  return target > end + apart ? -1 : nearestIndex(values, target);
}
