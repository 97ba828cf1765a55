import type { PixelFormat } from '../../engine/protocol/studioProtocol';

/** The bytes of views, 8-bit RGB, one after another, in whatever format they came. */
export async function unpackViews(pixels: ArrayBuffer, format: PixelFormat): Promise<Uint8Array> {
  if (format === 'rgb') return new Uint8Array(pixels);
  const picture = await createImageBitmap(new Blob([pixels], { type: 'image/jpeg' }));
  const { width, height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (pen === null) return new Uint8Array(0);
  pen.drawImage(picture, 0, 0);
  picture.close();
  const { data } = pen.getImageData(0, 0, width, height);
  const views = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    views[to++] = data[from] ?? 0;
    views[to++] = data[from + 1] ?? 0;
    views[to++] = data[from + 2] ?? 0;
  }
  return views;
}
