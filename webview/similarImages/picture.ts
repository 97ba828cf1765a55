import { element } from '../components/element';

/**
 * A picture of raw pixels.
 * @param pixels square pictures one after another: 8-bit RGB, rows top to bottom, channels last.
 * @param place which of them.
 * @param side pixels across.
 */
export function picture(pixels: Uint8Array, place: number, side: number): HTMLCanvasElement {
  const canvas = element('canvas', { class: 'picture', width: side, height: side, 'aria-hidden': 'true' });
  const image = new ImageData(side, side);
  let from = place * side * side * 3;
  for (let at = 0; at < image.data.length; at += 4) {
    image.data[at] = pixels[from++] ?? 0;
    image.data[at + 1] = pixels[from++] ?? 0;
    image.data[at + 2] = pixels[from++] ?? 0;
    image.data[at + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
