/**
 * The points of a plane, x and y in turn, that lie within a closed line by the even-odd rule.
 * @param polygon corners, x and y in turn.
 * @returns their numbers, ascending.
 */
export function insidePolygon(points: Float32Array, polygon: readonly number[]): number[] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < polygon.length; i += 2) {
    left = Math.min(left, polygon[i] ?? 0);
    right = Math.max(right, polygon[i] ?? 0);
    top = Math.min(top, polygon[i + 1] ?? 0);
    bottom = Math.max(bottom, polygon[i + 1] ?? 0);
  }
  const found: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] ?? 0;
    const y = points[i + 1] ?? 0;
    if (x >= left && x <= right && y >= top && y <= bottom && isInside(x, y, polygon)) found.push(i / 2);
  }
  return found;
}

/** Counts the edges to the right of the point. */
function isInside(x: number, y: number, polygon: readonly number[]): boolean {
  let inside = false;
  let px = polygon[polygon.length - 2] ?? 0;
  let py = polygon[polygon.length - 1] ?? 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const qx = polygon[i] ?? 0;
    const qy = polygon[i + 1] ?? 0;
    if (qy > y !== py > y && x < ((px - qx) * (y - qy)) / (py - qy) + qx) inside = !inside;
    [px, py] = [qx, qy];
  }
  return inside;
}
