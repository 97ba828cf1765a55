/** A point's shape in pixels: how much of each it covers, 0 to 256, rows top to bottom. */
export interface Stamp {
  readonly side: number;
  readonly cover: Uint16Array;
}

/** How far outside a shape a place is, in half sides, by the number of the shape; as the shader has it. */
const outside: readonly ((x: number, y: number) => number)[] = [
  (x, y) => Math.hypot(x, y) - 0.9,
  (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.78,
  (x, y) => Math.max(y - 0.75, 2 * Math.abs(x) - y - 1.05) * 0.8,
  (x, y) => (Math.abs(x) + Math.abs(y) - 1) * 0.8,
];

/**
 * The stamp of a shape (a position in `pointShapes`).
 * @param size across, pixels.
 * @param opacity 0 to 1.
 */
export function pointStamp(shape: number, size: number, opacity: number): Stamp {
  const side = Math.max(1, Math.round(size));
  const distance = outside[shape] ?? outside[0];
  const cover = new Uint16Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const from = distance?.((2 * x + 1) / side - 1, (2 * y + 1) / side - 1) ?? 0;
      const share = Math.min(1, Math.max(0, 0.5 - from * 0.5 * side));
      cover[y * side + x] = Math.round(256 * share * opacity);
    }
  }
  return { side, cover };
}
