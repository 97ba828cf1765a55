/**
 * A square picture as canvases take it.
 * @param pixels square pictures one after another: 8-bit RGB, rows top to bottom, channels last.
 * @param place which of them.
 * @param side pixels across.
 */
export function rgbImage(pixels: Uint8Array, place: number, side: number): ImageData {
  const image = new ImageData(side, side);
  let from = place * side * side * 3;
  for (let at = 0; at < image.data.length; at += 4) {
    image.data[at] = pixels[from++] ?? 0;
    image.data[at + 1] = pixels[from++] ?? 0;
    image.data[at + 2] = pixels[from++] ?? 0;
    image.data[at + 3] = 255;
  }
  return image;
}
