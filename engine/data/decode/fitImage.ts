import sharp from 'sharp';
import type { RawImage } from '../imageSource';

/** The longer side of a stored image is at most so many times the shorter. */
export const maxAspect = 4;

/** Cuts a longer side above four times the shorter centrally, so that one panorama does not cost a hundred images. */
export function cropLongSide(image: RawImage): RawImage {
  const { data, height, width } = image;
  if (width > maxAspect * height) {
    const kept = maxAspect * height;
    const left = Math.floor((width - kept) / 2);
    const cut = new Uint8Array(height * kept * 3);
    for (let y = 0; y < height; y++) {
      const start = (y * width + left) * 3;
      cut.set(data.subarray(start, start + kept * 3), y * kept * 3);
    }
    return { data: cut, height, width: kept };
  }
  if (height > maxAspect * width) {
    const kept = maxAspect * width;
    const top = Math.floor((height - kept) / 2);
    return { data: data.subarray(top * width * 3, (top + kept) * width * 3), height: kept, width };
  }
  return image;
}

/** Resizes raw pixels so that the shorter side is at most `storeSize` (never enlarging), and crops the longer side. */
export async function fitImage(image: RawImage, storeSize: number): Promise<RawImage> {
  const cropped = cropLongSide(image);
  const { data, height, width } = cropped;
  if (Math.min(height, width) <= storeSize) return cropped;
  const resized = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: storeSize, height: storeSize, fit: 'outside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: resized.data, height: resized.info.height, width: resized.info.width };
}
