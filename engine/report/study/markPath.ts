/** Corners of the marks of lines, one shape a series, about a point: told apart without colours too. */
const shapes = [
  'm-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z',
  'm0 -4l4 4l-4 4l-4 -4z',
  'm0 -4l3.8 6.6h-7.6z',
  'm-3 -3h6v6h-6z',
  'm0 4l3.8 -6.6h-7.6z',
] as const;

/** The outline of a point of a series, as the `d` of an SVG path. */
export function markPath(series: number, x: number, y: number): string {
  return `M${x} ${y}${shapes[series % shapes.length] ?? ''}`;
}
