import sharp from 'sharp';
import { UnusableImage, type ImageShape, type RawImage } from '../imageSource';
import { decodeBmp, isBmp } from './bmp';
import { cropLongSide, fitImage } from './fitImage';
import { maxPixels, tooManyPixels } from './limits';

/**
 * What transparent parts show: mid-grey, on which black drawings and white ones both remain visible.
 */
const background = { r: 128, g: 128, b: 128 };

/** A damaged image must fail; a harmless oddity that every viewer ignores must not. */
const options = { limitInputPixels: maxPixels, failOn: 'error' } as const;

/**
 * Decodes an encoded image (JPEG, PNG, WebP, GIF's first frame, TIFF, AVIF, BMP) to 8-bit sRGB: turned as EXIF
 * says, transparency laid over mid-grey, grey, CMYK, palette and 16-bit images converted. The shorter side is
 * resized to `storeSize` where it is larger, never enlarged; the longer is cut centrally at four times the shorter.
 * @throws UnusableImage
 */
export async function decodeImage(bytes: Uint8Array, storeSize: number): Promise<RawImage> {
  if (bytes.length === 0) throw new UnusableImage('is empty');
  if (isBmp(bytes)) return fitImage(decodeBmp(bytes), storeSize);
  try {
    const { data, info } = await sharp(bytes, options)
      .autoOrient()
      .resize({ width: storeSize, height: storeSize, fit: 'outside', withoutEnlargement: true })
      .flatten({ background })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return cropLongSide({ data, height: info.height, width: info.width });
  } catch (error) {
    throw explain(error);
  }
}

/**
 * Height and width of an image file that is no BMP, from its header. EXIF orientation is not applied: it may swap
 * the two.
 * @throws UnusableImage
 */
export async function readShape(path: string): Promise<ImageShape> {
  try {
    const { height, width } = await sharp(path, options).metadata();
    return { height, width };
  } catch (error) {
    throw explain(error);
  }
}

/** Turns a message of the decoder into words for the user. */
function explain(error: unknown): UnusableImage {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('exceeds pixel limit')) return tooManyPixels();
  if (message.includes('unsupported image format')) {
    return new UnusableImage('is not an image of a known format, or its beginning is damaged');
  }
  const detail = message.split('\n').at(-1)?.trim() ?? '';
  return new UnusableImage(`is truncated or damaged (${detail})`);
}
