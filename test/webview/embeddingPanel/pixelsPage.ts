/** Both ways of drawing, for a test that compares their pictures. */
import { PixelPoints } from '../../../webview/embeddingPanel/plot/pixelPoints';
import type { Picture } from '../../../webview/embeddingPanel/plot/pointCanvas';
import { WebglPoints } from '../../../webview/embeddingPanel/plot/webglPoints';

const side = 96;
/** Every shape, selected and not, over one another, half out of the picture, and one that is hidden. */
const places = Float32Array.of(0, 0, 0.4, 0.4, -0.4, 0.4, -0.4, -0.4, 0.4, -0.4, 0.45, -0.4, 1, 0, 0, 0.9);
const colors = Uint8Array.from([200, 40, 40, 255, 40, 160, 40, 255, 60, 80, 220, 255, 220, 180, 30, 255]);
const styles = Uint8Array.of(0, 0, 1, 0, 2, 0, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2);
const picture: Picture = {
  ...{ camera: { x: 0, y: 0, scale: 48 }, size: { width: side, height: side }, density: 1, way: 0.5 },
  ...{ pointSize: 15, opacity: 0.6, background: [30, 30, 40] },
};

/** The pixels of a picture, or null where it cannot be drawn that way. */
export function drawn(how: 'webgl' | 'pixels'): number[] | null {
  const canvas = document.createElement('canvas');
  const drawing = how === 'webgl' ? WebglPoints.create(canvas) : new PixelPoints(canvas);
  if (drawing === null) return null;
  // Halfway between two places that are as far on either side.
  drawing.setPlaces(
    places.map((value, i) => value - 0.1 * (i % 3)),
    places.map((value, i) => value + 0.1 * (i % 3)),
  );
  drawing.setColors(Uint8Array.from([...colors, ...colors]));
  drawing.setStyles(styles);
  drawing.draw(picture);
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [side, side];
  const context = copy.getContext('2d');
  if (context === null) return null;
  context.drawImage(canvas, 0, 0);
  return [...context.getImageData(0, 0, side, side).data];
}

Object.assign(window, { drawn });
