/**
 * Turns channel planes (all of red, then green, then blue) into pixels with the channels last.
 * @param rowStride distance in a plane from one row to the next; 1 for planes that are stored column by column.
 * @param columnStride distance in a plane from one column to the next.
 */
export function planesToPixels(
  planes: Uint8Array,
  height: number,
  width: number,
  rowStride: number,
  columnStride: number,
): Uint8Array {
  const plane = height * width;
  const pixels = new Uint8Array(plane * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * rowStride + x * columnStride;
      pixels[to++] = planes[from] ?? 0;
      pixels[to++] = planes[plane + from] ?? 0;
      pixels[to++] = planes[2 * plane + from] ?? 0;
    }
  }
  return pixels;
}
