import sharp from 'sharp';

/** Good enough that nobody sees the difference in a view that is there for a moment. */
const quality = 90;

/**
 * Views as one JPEG, below one another.
 * @param views S × S pixels each, 8-bit RGB, one after another.
 * @param side S.
 */
export function packViews(views: Uint8Array, side: number): Promise<Uint8Array> {
  const height = views.length / (3 * side);
  return sharp(views, { raw: { width: side, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
