import type { Rgb } from '../../charts/color';
import type { Camera, PlotSize } from './camera';

/** How a picture is to be drawn. */
export interface Picture {
  readonly camera: Camera;
  readonly size: PlotSize;
  /** Pixels of the screen for a CSS pixel. */
  readonly density: number;
  /** How far the points have come from their last places to the new ones, 0 to 1. */
  readonly way: number;
  /** Across a point, CSS pixels. */
  readonly pointSize: number;
  /** Opacity of points that are not selected, 0 to 1. */
  readonly opacity: number;
  readonly background: Rgb;
}

/** Draws points on a canvas. */
export interface PointDrawing {
  /** Where the points come from and where they go, x and y in turn; of one length. */
  setPlaces(from: Float32Array, to: Float32Array): void;
  /** Red, green, blue and 255 of each point. */
  setColors(colors: Uint8Array): void;
  /** Shape (a position in `pointShapes`) and state (`pointState`) of each point. */
  setStyles(styles: Uint8Array): void;
  /** The whole picture, at once. */
  draw(picture: Picture): void;
}

/** Gives a canvas as many pixels as its place on the screen has. */
export function fitCanvas(canvas: HTMLCanvasElement, { width, height }: PlotSize, density: number): void {
  const [columns, rows] = [
    Math.max(1, Math.round(width * density)),
    Math.max(1, Math.round(height * density)),
  ];
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
}
