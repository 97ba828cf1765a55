/** A pattern: how much of the second colour (0 to 1) a point shows. Coordinates are in periods of the pattern. */
type Pattern = (u: number, v: number, seed: number) => number;

/** Names of the patterns of an object's surface and of a background; factors hold the position in this list. */
export const textureNames = ['plain', 'stripes', 'checks', 'dots', 'rings', 'clouds'] as const;

const turn = 2 * Math.PI;

/** A wave with flattened tops: contrast as of two colours, edges soft enough not to alias at a few pixels a period. */
function soften(wave: number): number {
  return Math.min(1, Math.max(0, 0.5 + 1.1 * wave));
}

/** A repeatable number, 0 to 1, for a point of the integer lattice. */
function latticeValue(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ seed;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function clouds(u: number, v: number, seed: number): number {
  const x = Math.floor(u);
  const y = Math.floor(v);
  const fx = u - x;
  const fy = v - y;
  const sx = fx * fx * (3 - 2 * fx);
  const sy = fy * fy * (3 - 2 * fy);
  const top = latticeValue(x, y, seed) * (1 - sx) + latticeValue(x + 1, y, seed) * sx;
  const bottom = latticeValue(x, y + 1, seed) * (1 - sx) + latticeValue(x + 1, y + 1, seed) * sx;
  return soften(1.4 * (top * (1 - sy) + bottom * sy - 0.5));
}

/** The pattern of each name. */
export const textures: Readonly<Record<(typeof textureNames)[number], Pattern>> = {
  plain: () => 0,
  stripes: (u) => soften(Math.sin(turn * u)),
  checks: (u, v) => soften(1.5 * Math.sin(turn * u) * Math.sin(turn * v)),
  dots: (u, v) => soften(2.4 * (0.3 - Math.hypot(u - Math.round(u), v - Math.round(v)))),
  rings: (u, v) => soften(Math.sin(turn * Math.hypot(u, v))),
  clouds,
};
