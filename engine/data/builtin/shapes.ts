import { normalize, type Polygon } from './polygon';

/** Corners on an arc around (x, y), from one angle to another (degrees, counter-clockwise from the right). */
function arc(x: number, y: number, radius: number, from: number, to: number, steps = 20): number[] {
  return ellipse(x, y, radius, radius, from, to, steps);
}

function ellipse(
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
  from: number,
  to: number,
  steps = 20,
): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  }).flat();
}

/** The well-known heart curve. */
function heart(steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => {
    const t = (2 * Math.PI * i) / steps;
    const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t);
    return [16 * Math.sin(t) ** 3, y];
  }).flat();
}

/**
 * Outlines at orientation 0: x and y of the corners in turn, y upwards. Each looks the same at no other
 * orientation, so that orientation is one number.
 */
const outlines = {
  arrow: [0, 1, -0.8, 0.1, -0.3, 0.1, -0.3, -1, 0.3, -1, 0.3, 0.1, 0.8, 0.1],
  dome: arc(0, 0, 1, 0, 180),
  drop: [0, 1.3, ...arc(0, -0.3, 0.75, 152, 388, 24)],
  ell: [-0.65, 1, -0.65, -1, 0.75, -1, 0.75, -0.45, -0.1, -0.45, -0.1, 1],
  fish: [...ellipse(0, 0.25, 0.52, 0.8, -62, 242, 24), -0.62, -1, 0, -0.8, 0.62, -1],
  heart: heart(32),
  horseshoe: [...arc(0, 0, 1, 125, 415, 24), ...arc(0, 0, 0.5, 415, 125, 18)],
  moon: [...arc(0, 0, 1, -230, 50, 24), ...arc(0, 0.5, 0.7, 23, -203, 16)],
  tee: [-0.9, 0.95, -0.9, 0.35, -0.3, 0.35, -0.3, -1, 0.3, -1, 0.3, 0.35, 0.9, 0.35, 0.9, 0.95],
  triangle: [0, 1, -0.62, -0.8, 0.62, -0.8],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** The name of a shape of the built-in set. */
export type ShapeName = keyof typeof outlines;

/** Names of the classes of the built-in set, in label order. */
export const shapeNames = Object.keys(outlines) as readonly ShapeName[];

/** Outline of each class within the unit circle, its centre of area at the origin. */
export const shapes: readonly Polygon[] = Object.values(outlines).map((corners) =>
  normalize(Float64Array.from(corners)),
);
