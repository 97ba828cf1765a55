import { toScreen, type Camera, type PlotSize } from './camera';

/** What is drawn over the points. */
export interface OverlayContent {
  readonly camera: Camera;
  readonly size: PlotSize;
  readonly density: number;
  /** Corners of the lasso so far, pixels of the plot, x and y in turn. */
  readonly lasso: readonly number[];
  /** Rings around points, in the order in which they are drawn. */
  readonly rings: readonly Ring[];
  /** Colour of the lasso and its inside. */
  readonly ink: string;
  readonly fill: string;
  /** Colour behind the plot, which rings are set off by. */
  readonly background: string;
}

/** A ring around a point of the plane. */
export interface Ring {
  readonly x: number;
  readonly y: number;
  /** Pixels. */
  readonly radius: number;
  readonly color: string;
  readonly dashed: boolean;
}

/** Draws lasso and rings, on a canvas over that of the points. */
export function drawOverlay(canvas: HTMLCanvasElement, content: OverlayContent): void {
  const { size, density, lasso, rings, camera } = content;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const [width, height] = [Math.round(size.width * density), Math.round(size.height * density)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  for (const { x, y, radius, color, dashed } of rings) {
    const { left, top } = toScreen(camera, size, x, y);
    for (const [stroke, line] of [
      [content.background, 4],
      [color, 2],
    ] as const) {
      context.beginPath();
      context.arc(left, top, radius, 0, 2 * Math.PI);
      context.strokeStyle = stroke;
      context.lineWidth = line;
      context.setLineDash(dashed && stroke === color ? [3, 2] : []);
      context.stroke();
    }
  }
  if (lasso.length < 4) return;
  context.beginPath();
  context.moveTo(lasso[0] ?? 0, lasso[1] ?? 0);
  for (let i = 2; i < lasso.length; i += 2) context.lineTo(lasso[i] ?? 0, lasso[i + 1] ?? 0);
  context.closePath();
  context.fillStyle = content.fill;
  context.fill();
  context.setLineDash([]);
  context.strokeStyle = content.ink;
  context.lineWidth = 1.5;
  context.stroke();
}
