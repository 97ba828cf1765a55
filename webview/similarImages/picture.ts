import { element } from '../components/element';
import { rgbImage } from '../components/pixels';

/**
 * A picture of raw pixels.
 * @param pixels square pictures one after another: 8-bit RGB, rows top to bottom, channels last.
 * @param place which of them.
 * @param side pixels across.
 */
export function picture(pixels: Uint8Array, place: number, side: number): HTMLCanvasElement {
  const canvas = element('canvas', { class: 'picture', width: side, height: side, 'aria-hidden': 'true' });
  canvas.getContext('2d')?.putImageData(rgbImage(pixels, place, side), 0, 0);
  return canvas;
}
