import { element } from '../components/element';
import { rgbImage } from '../components/pixels';

/**
 * A picture of one map.
 * @param pixels maps one after another, one byte a pixel.
 * @param place which of them.
 * @param side its pixels across; @param room pixels of the screen that it may take.
 */
export function greyPicture(pixels: Uint8Array, place: number, side: number, room: number): HTMLElement {
  const from = place * side ** 2;
  const image = new ImageData(side, side);
  for (let pixel = 0; pixel < side ** 2; pixel++) {
    const value = pixels[from + pixel] ?? 0;
    image.data.set([value, value, value, 255], 4 * pixel);
  }
  return drawn(image, room);
}

/** A picture of 8-bit RGB, rows top to bottom, channels last. */
export function colorPicture(pixels: Uint8Array, side: number, room: number): HTMLElement {
  return drawn(rgbImage(pixels, 0, side), room);
}

/** Each pixel becomes a square of whole pixels of the screen; a picture that has no room for that is made smaller. */
function drawn(image: ImageData, room: number): HTMLElement {
  const side = image.width;
  const zoom = Math.floor(room / side);
  const canvas = element('canvas', {
    class: zoom > 0 ? 'map-picture is-crisp' : 'map-picture',
    ...{ width: side, height: side, 'aria-hidden': 'true' },
  });
  const shown = zoom > 0 ? zoom * side : room;
  canvas.style.width = canvas.style.height = `${shown}px`;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
