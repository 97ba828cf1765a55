/** A closed outline: x and y of its corners in turn, x to the right, y upwards. */
export type Polygon = Float64Array;

/** Moves a polygon's centre of area to the origin and scales it to fit the unit circle around it. */
export function normalize(polygon: Polygon): Polygon {
  const n = polygon.length / 2;
  let area = 0;
  let centreX = 0;
  let centreY = 0;
  for (let i = 0; i < n; i++) {
    const [x0, y0, x1, y1] = edge(polygon, i);
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    centreX += (x0 + x1) * cross;
    centreY += (y0 + y1) * cross;
  }
  centreX /= 3 * area;
  centreY /= 3 * area;
  let radius = 0;
  for (let i = 0; i < n; i++) {
    const [x, y] = edge(polygon, i);
    radius = Math.max(radius, Math.hypot(x - centreX, y - centreY));
  }
  return polygon.map((value, i) => (value - (i % 2 === 0 ? centreX : centreY)) / radius);
}

/** The edge from corner i to the next: x0, y0, x1, y1. */
function edge(polygon: Polygon, i: number): [number, number, number, number] {
  const next = (2 * i + 2) % polygon.length;
  return [polygon[2 * i] ?? 0, polygon[2 * i + 1] ?? 0, polygon[next] ?? 0, polygon[next + 1] ?? 0];
}

/** Distance from a point to the outline, negative inside. */
export function signedDistance(polygon: Polygon, x: number, y: number): number {
  let squared = Infinity;
  let inside = false;
  let x0 = polygon[polygon.length - 2] ?? 0;
  let y0 = polygon[polygon.length - 1] ?? 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const x1 = polygon[i] ?? 0;
    const y1 = polygon[i + 1] ?? 0;
    const edgeX = x1 - x0;
    const edgeY = y1 - y0;
    const along = ((x - x0) * edgeX + (y - y0) * edgeY) / (edgeX * edgeX + edgeY * edgeY);
    const nearest = along < 0 ? 0 : along > 1 ? 1 : along;
    const dx = x - x0 - nearest * edgeX;
    const dy = y - y0 - nearest * edgeY;
    const distance = dx * dx + dy * dy;
    if (distance < squared) squared = distance;
    // A ray to the right crosses the outline an odd number of times from inside.
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) * edgeX) / edgeY) inside = !inside;
    x0 = x1;
    y0 = y1;
  }
  return inside ? -Math.sqrt(squared) : Math.sqrt(squared);
}
