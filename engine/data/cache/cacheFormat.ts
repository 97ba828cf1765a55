/**
 * A cache file of decoded images:
 *   pixels    of each image, 8-bit RGB, rows top to bottom, channels last, one image after another
 *   digests   SHA-256 of each block of `blockBytes` of the pixels
 *   index     per image of the listing three float64 values: byte offset (−1 where it is not stored), height, width
 *   header    JSON, see `CacheHeader`
 *   trailer   magic, lengths of digests, index and header (float64 each), SHA-256 of all three
 * All but the pixels stand at the end, so that images are written as they are decoded. Numbers are little-endian.
 */
export const magic = 'SIMCLR-IMAGES-1\n';

/** Bytes of pixels under one digest. */
export const blockBytes = 4 * 1024 * 1024;

export const digestBytes = 32;
export const trailerBytes = magic.length + 3 * 8 + digestBytes;

/** An image that could not be decoded, by its position in the listing. */
export interface CachedFailure {
  readonly position: number;
  readonly reason: string;
  /** Whether the file may be readable later although neither its size nor its time has changed. */
  readonly mayHeal: boolean;
}

export interface CacheHeader {
  readonly fingerprint: string;
  readonly pixelBytes: number;
  readonly failures: readonly CachedFailure[];
}
