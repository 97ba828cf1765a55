import type { AugmentConfig } from '../config/augmentation';
import type { ImageFileInfo } from '../data/dataset';
import { ImageFile } from '../data/imageFile';
import { compileAugment, ViewMaker } from './viewMaker';

/** What views are made with. */
export interface ViewOptions {
  /** Side S of a view in pixels. */
  readonly imageSize: number;
  /** T, where `make` draws views by it. */
  readonly augment?: AugmentConfig;
  /** The run's seed, an unsigned 32-bit integer. */
  readonly seed?: number;
  /** Images a chunk, 256 unless given; the last chunk may have fewer. */
  readonly chunkSize?: number;
}

/**
 * A view of each image. Works on the calling thread, chunk by chunk, so that no more than one chunk need be in memory.
 * @param indices which images, in this order.
 * @param make the view [S, S, 3] of the image that has been loaded; `position` is its place in `indices`.
 * @returns for each chunk of n images new memory [n, S, S, 3], values 0 to 1.
 * @throws UserError where the decoded images cannot be read.
 */
export function* loadViews(
  images: ImageFileInfo,
  indices: ArrayLike<number>,
  { imageSize, augment, seed = 0, chunkSize = 256 }: ViewOptions,
  make: (maker: ViewMaker, image: number, position: number) => Float32Array,
): Generator<Float32Array<ArrayBuffer>, void, void> {
  const file = new ImageFile(images);
  try {
    const maker = new ViewMaker(compileAugment(), imageSize, augment ?? null, seed);
    const viewLength = imageSize * imageSize * 3;
    for (let begin = 0; begin < indices.length; begin += chunkSize) {
      const count = Math.min(chunkSize, indices.length - begin);
      const views = new Float32Array(count * viewLength);
      for (let i = 0; i < count; i++) {
        const image = indices[begin + i] ?? 0;
        maker.load(images, file, image);
        views.set(make(maker, image, begin + i), i * viewLength);
      }
      yield views;
    }
  } finally {
    file.close();
  }
}
