const levels = [...'▁▂▃▄▅▆▇█'];

/** A point of a curve; `x` from 0 to 1. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * A curve in one line of `width` characters: the points of each part averaged, the least drawn lowest and the
 * greatest highest. A part without points is as high as the one before it, and blank before the first.
 * @param points with ascending `x`.
 */
export function sparkline(points: readonly CurvePoint[], width: number): string {
  const sums = Array.from({ length: width }, () => ({ sum: 0, count: 0 }));
  for (const { x, y } of points) {
    const part = sums[Math.min(width - 1, Math.floor(x * width))];
    if (part === undefined) continue;
    part.sum += y;
    part.count++;
  }
  const means = sums.map(({ sum, count }) => (count === 0 ? null : sum / count));
  const known = means.filter((mean) => mean !== null);
  const least = Math.min(...known);
  const span = Math.max(...known) - least;
  let last = ' ';
  return means
    .map((mean) => {
      if (mean !== null)
        last = levels[span === 0 ? 0 : Math.min(7, Math.floor(((mean - least) / span) * 8))] ?? ' ';
      return last;
    })
    .join('');
}
