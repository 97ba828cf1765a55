import { createHash } from 'node:crypto';
import type { ImageSource } from './imageSource';

/** Changes whenever the same source is decoded to other pixels. */
const decoderVersion = 1;

/**
 * SHA-256 (hex) over what identifies the images of a source and how they are decoded.
 * @param storeSize shorter side of a decoded image at most, pixels.
 */
export function fingerprintOf(source: ImageSource, storeSize: number): string {
  const hash = createHash('sha256').update(
    `${String(decoderVersion)} ${source.format} ${String(storeSize)}\n`,
  );
  for (const line of source.identity) hash.update(`${line}\n`);
  return hash.digest('hex');
}
