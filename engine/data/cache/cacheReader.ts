import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { errorCode } from '../readers/fileErrors';
import { blockBytes, digestBytes, magic, trailerBytes, type CacheHeader } from './cacheFormat';

/** Blocks of pixels that are checked on opening: all of a file up to 256 MB, an even sample of a larger one. */
const checkedBlocks = 64;

/** What a cache file holds besides the pixels. */
export interface ImageCache {
  readonly path: string;
  readonly header: CacheHeader;
  /** Per image of the listing: byte offset or −1, height, width. */
  readonly index: Float64Array;
}

/**
 * Opens a cache file and checks it: complete, for this fingerprint and listing, and its contents as written.
 * @param listed number of images in the listing.
 * @returns the cache, 'missing', or 'damaged' where the file must be written anew.
 */
export async function openCache(
  path: string,
  fingerprint: string,
  listed: number,
): Promise<ImageCache | 'missing' | 'damaged'> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'missing' : 'damaged';
  }
  try {
    return (await readCache(file, path, fingerprint, listed)) ?? 'damaged';
  } catch {
    return 'damaged';
  } finally {
    await file.close();
  }
}

async function readCache(
  file: FileHandle,
  path: string,
  fingerprint: string,
  listed: number,
): Promise<ImageCache | null> {
  const { size } = await file.stat();
  if (size < trailerBytes) return null;
  const trailer = await readAt(file, size - trailerBytes, trailerBytes);
  if (trailer.toString('latin1', 0, magic.length) !== magic) return null;
  const lengths = [0, 1, 2].map((i) => trailer.readDoubleLE(magic.length + 8 * i));
  const [digestsLength = 0, indexLength = 0, headerLength = 0] = lengths;
  const start = size - trailerBytes - digestsLength - indexLength - headerLength;
  if (!(start >= 0) || indexLength !== 24 * listed) return null;

  const footer = await readAt(file, start, size - trailerBytes - start);
  const hash = createHash('sha256')
    .update(footer)
    .update(trailer.subarray(magic.length, magic.length + 24));
  if (!hash.digest().equals(trailer.subarray(magic.length + 24))) return null;

  const header = JSON.parse(footer.toString('utf8', digestsLength + indexLength)) as CacheHeader;
  if (header.fingerprint !== fingerprint || header.pixelBytes !== start) return null;
  if (!(await blocksAreIntact(file, start, footer.subarray(0, digestsLength)))) return null;
  const index = new Float64Array(3 * listed);
  new Uint8Array(index.buffer).set(footer.subarray(digestsLength, digestsLength + indexLength));
  return { path, header, index };
}

/** Compares blocks of pixels with their digests. */
async function blocksAreIntact(file: FileHandle, pixelBytes: number, digests: Buffer): Promise<boolean> {
  const count = digests.length / digestBytes;
  if (count !== Math.ceil(pixelBytes / blockBytes)) return false;
  const checked = Math.min(count, checkedBlocks);
  for (let i = 0; i < checked; i++) {
    // The last block is always among them: it is what an interrupted copy loses.
    const block = checked === 1 ? 0 : Math.round((i * (count - 1)) / (checked - 1));
    const offset = block * blockBytes;
    const bytes = await readAt(file, offset, Math.min(blockBytes, pixelBytes - offset));
    const digest = createHash('sha256').update(bytes).digest();
    if (!digest.equals(digests.subarray(block * digestBytes, (block + 1) * digestBytes))) return false;
  }
  return true;
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new Error(`${String(offset + done)} is beyond the end of the file`);
    done += bytesRead;
  }
  return bytes;
}
