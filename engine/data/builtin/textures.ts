/** A pattern: how much of the second colour (0 to 1) a point shows. Coordinates are in periods of the pattern. */
export type Pattern = (u: number, v: number, seed: number) => number;

const turn = 2 * Math.PI;

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** A wave with flattened tops: contrast as of two colours, edges soft enough not to alias at a few pixels a period. */
function soften(wave: number): number {
  return clamp(0.5 + 1.1 * wave);
}

/** A repeatable number, 0 to 1, for a point of the integer lattice. */
function latticeValue(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ seed;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Smooth noise between random values at the points of the lattice. */
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

/** Textures of the shapes; the factor `texture` is a position in this list. */
export const surfaces: readonly { readonly name: string; readonly pattern: Pattern }[] = [
  { name: 'plain', pattern: () => 0 },
  { name: 'stripes', pattern: (u) => soften(Math.sin(turn * u)) },
  { name: 'checks', pattern: (u, v) => soften(1.5 * Math.sin(turn * u) * Math.sin(turn * v)) },
  { name: 'dots', pattern: (u, v) => soften(2.4 * (0.3 - Math.hypot(u - Math.round(u), v - Math.round(v)))) },
  { name: 'rings', pattern: (u, v) => soften(Math.sin(turn * Math.hypot(u, v))) },
];

/** Kinds of background, all of them smooth; the factor `background` is a position in this list. */
export const backgrounds: readonly { readonly name: string; readonly pattern: Pattern }[] = [
  { name: 'plain', pattern: () => 0 },
  { name: 'gradient', pattern: (u) => clamp(0.5 + u) },
  { name: 'spot', pattern: (u, v) => clamp(1 - Math.hypot(u, v)) },
  { name: 'clouds', pattern: clouds },
];
