import { stat } from 'node:fs/promises';
import { compileAugment, ViewMaker } from '../augment/viewMaker';
import { readImageFile } from '../data/decode/readImageFile';
import { UnusableImage, type RawImage } from '../data/imageSource';
import { errorCode, explainFileError } from '../data/readers/fileErrors';
import { UserError } from '../errors';

/**
 * Reads an image file that a person chose, made smaller where its shorter side is longer than `storeSize`.
 * @param path absolute.
 * @throws UserError where it is none, or cannot be read.
 */
export async function readChosenImage(path: string, storeSize: number): Promise<RawImage> {
  try {
    const file = await stat(path).catch((error: unknown) => {
      throw errorCode(error) === 'ENOENT' ? new UnusableImage('does not exist') : explainFileError(error);
    });
    if (file.isDirectory()) throw new UnusableImage('is a folder, and an image is wanted');
    return await readImageFile(path, file.size, storeSize);
  } catch (error) {
    if (!(error instanceof UnusableImage)) throw error;
    throw new UserError(`${path} ${error.reason}: choose another image`);
  }
}

/** The evaluation view of an image: [S, S, 3], values 0 to 1, S being `side`. */
export function centerViewOf({ data, height, width }: RawImage, side: number): Float32Array<ArrayBuffer> {
  const maker = new ViewMaker(compileAugment(), side, null);
  maker.source(height, width).set(data.subarray(0, height * width * 3));
  return maker.centerView().slice();
}
