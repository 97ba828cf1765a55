import type { ImageFileInfo } from '../data/dataset';
import { ImageFile } from '../data/imageFile';
import { compileAugment, ViewMaker } from './viewMaker';

/**
 * The evaluation views of images, without chance: the shorter side resized to S with antialiasing and the centre
 * kept. Works on the calling thread, chunk by chunk, so that no more than one chunk need be in memory.
 * @param indices which images, in this order.
 * @param imageSize side S of a view in pixels.
 * @param chunkSize images a chunk; the last chunk may have fewer.
 * @returns for each chunk of n images new memory [n, S, S, 3], values 0 to 1.
 * @throws UserError where the decoded images cannot be read.
 */
export function* loadCenterViews(
  images: ImageFileInfo,
  indices: ArrayLike<number>,
  imageSize: number,
  chunkSize = 256,
): Generator<Float32Array<ArrayBuffer>, void, void> {
  const file = new ImageFile(images);
  try {
    const maker = new ViewMaker(compileAugment(), imageSize, null);
    const viewLength = imageSize * imageSize * 3;
    for (let begin = 0; begin < indices.length; begin += chunkSize) {
      const count = Math.min(chunkSize, indices.length - begin);
      const views = new Float32Array(count * viewLength);
      for (let i = 0; i < count; i++) {
        maker.load(images, file, indices[begin + i] ?? 0);
        views.set(maker.centerView(), i * viewLength);
      }
      yield views;
    }
  } finally {
    file.close();
  }
}
