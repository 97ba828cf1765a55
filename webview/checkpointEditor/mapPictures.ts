import { element } from '../components/element';

/**
 * A picture of one map.
 * @param pixels maps one after another, one byte a pixel.
 * @param place which of them.
 * @param side its pixels across; @param room pixels of the screen that it may take.
 */
export function greyPicture(pixels: Uint8Array, place: number, side: number, room: number): HTMLElement {
  const from = place * side ** 2;
  return drawn(side, room, (at) => {
    const value = pixels[from + at] ?? 0;
    return [value, value, value];
  });
}

/** A picture of 8-bit RGB, rows top to bottom, channels last. */
export function colorPicture(pixels: Uint8Array, side: number, room: number): HTMLElement {
  return drawn(side, room, (at) => [pixels[3 * at] ?? 0, pixels[3 * at + 1] ?? 0, pixels[3 * at + 2] ?? 0]);
}

/** Each pixel becomes a square of whole pixels of the screen; a picture that has no room for that is made smaller. */
function drawn(
  side: number,
  room: number,
  colorAt: (pixel: number) => readonly [number, number, number],
): HTMLElement {
  const zoom = Math.floor(room / side);
  const canvas = element('canvas', {
    class: zoom > 0 ? 'map-picture is-crisp' : 'map-picture',
    ...{ width: side, height: side, 'aria-hidden': 'true' },
  });
  const shown = zoom > 0 ? zoom * side : room;
  canvas.style.width = canvas.style.height = `${shown}px`;
  const image = new ImageData(side, side);
  for (let pixel = 0; pixel < side ** 2; pixel++) image.data.set([...colorAt(pixel), 255], 4 * pixel);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
