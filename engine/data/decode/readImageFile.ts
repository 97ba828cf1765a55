import { open, readFile } from 'node:fs/promises';
import { explainFileError } from '../readers/fileErrors';
import { UnusableImage, type ImageShape, type RawImage } from '../imageSource';
import { isBmp, readBmpHeader } from './bmp';
import { decodeImage, readShape } from './decodeImage';
import { maxFileBytes } from './limits';

/** More than the longest header of a BMP up to its masks. */
const headBytes = 128;

function checkSize(size: number): void {
  if (size === 0) throw new UnusableImage('is empty');
  if (size > maxFileBytes) {
    throw new UnusableImage(`is larger than ${String(maxFileBytes / 2 ** 20)} MB`);
  }
}

/**
 * Reads and decodes one image file; see `decodeImage`.
 * @param size bytes, as the listing saw it.
 * @throws UnusableImage
 */
export async function readImageFile(path: string, size: number, storeSize: number): Promise<RawImage> {
  checkSize(size);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw explainFileError(error);
  }
  return decodeImage(bytes, storeSize);
}

/**
 * Height and width of an image file, from its header; see `readShape`.
 * @throws UnusableImage
 */
export async function readImageFileShape(path: string, size: number): Promise<ImageShape> {
  checkSize(size);
  const head = new Uint8Array(headBytes);
  try {
    const file = await open(path);
    try {
      await file.read(head, 0, headBytes, 0);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainFileError(error);
  }
  return isBmp(head) ? readBmpHeader(head) : readShape(path);
}

/** Whether a file that could not be opened before can be now. */
export async function canNowBeRead(path: string): Promise<boolean> {
  try {
    await (await open(path)).close();
    return true;
  } catch {
    return false;
  }
}
