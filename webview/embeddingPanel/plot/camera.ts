/** Where a plot is looked at: the point of the plane in its middle, and pixels for a unit of the plane. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Size of a plot in CSS pixels. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** Share of the plot that is left free around the points. */
const margin = 0.06;
const smallestScale = 1e-3;
const largestScale = 1e6;

/** The camera that sees all points. */
export function fitCamera(points: Float32Array, { width, height }: PlotSize): Camera {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i] ?? 0);
    right = Math.max(right, points[i] ?? 0);
    top = Math.min(top, points[i + 1] ?? 0);
    bottom = Math.max(bottom, points[i + 1] ?? 0);
  }
  if (!(right >= left)) return { x: 0, y: 0, scale: 100 };
  const scale = (1 - 2 * margin) * Math.min(width / (right - left || 1), height / (bottom - top || 1));
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(scale, smallestScale) };
}

/** Pixels from the left and from the top of a point of the plane, whose y points up. */
export function toScreen({ x, y, scale }: Camera, { width, height }: PlotSize, px: number, py: number) {
  return { left: width / 2 + (px - x) * scale, top: height / 2 - (py - y) * scale };
}

/** The point of the plane at a place of the plot. */
export function toPlane({ x, y, scale }: Camera, { width, height }: PlotSize, left: number, top: number) {
  return { x: x + (left - width / 2) / scale, y: y - (top - height / 2) / scale };
}

/** Moves the picture by pixels. */
export function pan(camera: Camera, right: number, down: number): Camera {
  return { ...camera, x: camera.x - right / camera.scale, y: camera.y + down / camera.scale };
}

/** Enlarges the picture by `factor` about a place of the plot, which stays where it is. */
export function zoom(camera: Camera, size: PlotSize, factor: number, left: number, top: number): Camera {
  const scale = Math.min(largestScale, Math.max(smallestScale, camera.scale * factor));
  const fixed = toPlane(camera, size, left, top);
  return {
    x: fixed.x - (left - size.width / 2) / scale,
    y: fixed.y + (top - size.height / 2) / scale,
    scale,
  };
}
