/** Points of a plane, x and y in turn, and the name of the image that each is of. */
export interface NamedPoints {
  readonly points: Float32Array;
  readonly ids: readonly string[];
}

/**
 * Turns and mirrors points about their middle so that those of the same names come as near as can be to `target`
 * (orthogonal Procrustes in the plane): neither is stretched, and distances stay what they were. Both are about the
 * origin. Points without a partner go along; without two partners nothing is done.
 */
export function alignPoints({ points, ids }: NamedPoints, target: NamedPoints): Float32Array {
  const places = new Map(target.ids.map((id, i) => [id, i]));
  const pairs = ids.flatMap((id, i) => {
    const place = places.get(id);
    return place === undefined ? [] : [[2 * i, 2 * place] as const];
  });
  const middle = (values: Float32Array, which: 0 | 1) => {
    let [x, y] = [0, 0];
    for (const pair of pairs) {
      x += (values[pair[which]] ?? 0) / pairs.length;
      y += (values[pair[which] + 1] ?? 0) / pairs.length;
    }
    return [x, y] as const;
  };
  const [ax, ay] = middle(points, 0);
  const [bx, by] = middle(target.points, 1);
  // aᵀ·b of what is paired.
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (const [from, to] of pairs) {
    const x = (points[from] ?? 0) - ax;
    const y = (points[from + 1] ?? 0) - ay;
    const u = (target.points[to] ?? 0) - bx;
    const v = (target.points[to + 1] ?? 0) - by;
    xx += x * u;
    xy += x * v;
    yx += y * u;
    yy += y * v;
  }
  const [m00, m01, m10, m11] = bestOrthogonal(xx, xy, yx, yy);
  const aligned = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] ?? 0;
    const y = points[i + 1] ?? 0;
    aligned[i] = x * m00 + y * m10;
    aligned[i + 1] = x * m01 + y * m11;
  }
  return aligned;
}

/**
 * The orthogonal matrix M, row-major, for which the trace of Mᵀ·K is largest: of rotations that of the angle
 * atan2(xy − yx, xx + yy), of reflections that of atan2(xy + yx, xx − yy), whichever reaches more.
 */
export function bestOrthogonal(
  xx: number,
  xy: number,
  yx: number,
  yy: number,
): readonly [number, number, number, number] {
  const turned = Math.hypot(xx + yy, xy - yx);
  const mirrored = Math.hypot(xx - yy, xy + yx);
  if (turned === 0 && mirrored === 0) return [1, 0, 0, 1];
  if (turned >= mirrored) {
    const [cos, sin] = [(xx + yy) / turned, (xy - yx) / turned];
    return [cos, sin, -sin, cos];
  }
  const [cos, sin] = [(xx - yy) / mirrored, (xy + yx) / mirrored];
  return [cos, sin, sin, -cos];
}

/** Moves points about the origin and makes their mean squared distance from it 2, so that every step fills its plot alike. */
export function evenSpread(points: Float32Array): Float32Array {
  const count = points.length / 2;
  let [x, y] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    x += (points[i] ?? 0) / count;
    y += (points[i + 1] ?? 0) / count;
  }
  let square = 0;
  for (let i = 0; i < points.length; i += 2) {
    square += (((points[i] ?? 0) - x) ** 2 + ((points[i + 1] ?? 0) - y) ** 2) / count;
  }
  const scale = square > 0 ? Math.sqrt(2 / square) : 0;
  return points.map((value, i) => (value - (i % 2 === 0 ? x : y)) * scale);
}
