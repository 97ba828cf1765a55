import { fitCanvas, type Picture, type PointDrawing } from './pointCanvas';
import { pointShapes, pointState } from './pointShaders';
import { pointStamp, type Stamp } from './pointStamp';

/**
 * Draws points pixel by pixel, for browsers without a graphics processor: a stamp for each shape, laid over what is
 * there. WebGL that is computed on the processor takes several times as long for the same picture.
 */
export class PixelPoints implements PointDrawing {
  private from = new Float32Array(0);
  private to = new Float32Array(0);
  private colors = new Uint32Array(0);
  private styles = new Uint8Array(0);
  private image: ImageData | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  setPlaces(from: Float32Array, to: Float32Array): void {
    this.from = Float32Array.from(from);
    this.to = Float32Array.from(to);
  }

  setColors(colors: Uint8Array): void {
    this.colors = new Uint32Array(Uint8Array.from(colors).buffer);
  }

  setStyles(styles: Uint8Array): void {
    this.styles = Uint8Array.from(styles);
  }

  draw(picture: Picture): void {
    const { size, density, pointSize, opacity } = picture;
    fitCanvas(this.canvas, size, density);
    const context = this.canvas.getContext('2d');
    if (context === null) return;
    const { width, height } = this.canvas;
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = context.createImageData(width, height);
    }
    const pixels = new Uint32Array(this.image.data.buffer);
    const [red, green, blue] = picture.background;
    pixels.fill(new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0] ?? 0);
    const stamps = (across: number, opaque: number) =>
      pointShapes.map((_, shape) => pointStamp(shape, across * density, opaque));
    this.pass(pixels, picture, pointState.plain, stamps(pointSize, opacity));
    this.pass(pixels, picture, pointState.selected, stamps(pointSize + 1, 1));
    context.putImageData(this.image, 0, 0);
  }

  private pass(pixels: Uint32Array, picture: Picture, state: number, stamps: readonly Stamp[]): void {
    const { from, to, colors, styles } = this;
    const { camera, density, way } = picture;
    const { width, height } = this.canvas;
    const scale = camera.scale * density;
    const side = stamps[0]?.side ?? 1;
    const left = width / 2 - camera.x * scale - side / 2;
    const top = height / 2 + camera.y * scale - side / 2;
    for (let i = 0, point = 0; i < to.length; i += 2, point++) {
      if (styles[i + 1] !== state) continue;
      const x = (from[i] ?? 0) + ((to[i] ?? 0) - (from[i] ?? 0)) * way;
      const y = (from[i + 1] ?? 0) + ((to[i + 1] ?? 0) - (from[i + 1] ?? 0)) * way;
      const column = Math.round(left + x * scale);
      const row = Math.round(top - y * scale);
      if (column <= -side || row <= -side || column >= width || row >= height) continue;
      const stamp = stamps[styles[i] ?? 0] ?? stamps[0];
      if (stamp !== undefined) press(pixels, width, height, column, row, stamp, colors[point] ?? 0);
    }
  }
}

/** Lays a stamp of a colour over the pixels; red and blue are mixed in one go. */
function press(
  pixels: Uint32Array,
  width: number,
  height: number,
  column: number,
  row: number,
  { side, cover }: Stamp,
  color: number,
): void {
  const outer = color & 0xff00ff;
  const inner = color & 0xff00;
  const firstX = Math.max(0, -column);
  const lastX = Math.min(side, width - column);
  const lastY = Math.min(side, height - row);
  for (let y = Math.max(0, -row); y < lastY; y++) {
    let at = (row + y) * width + column + firstX;
    for (let x = firstX; x < lastX; x++, at++) {
      const share = cover[y * side + x] ?? 0;
      if (share === 0) continue;
      const under = pixels[at] ?? 0;
      const underOuter = under & 0xff00ff;
      const underInner = under & 0xff00;
      const mixedOuter = ((Math.imul(outer - underOuter, share) >> 8) + underOuter) & 0xff00ff;
      const mixedInner = ((Math.imul(inner - underInner, share) >> 8) + underInner) & 0xff00;
      pixels[at] = 0xff000000 | mixedOuter | mixedInner;
    }
  }
}
