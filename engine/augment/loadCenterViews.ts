import type { ImageFileInfo } from '../data/dataset';
import { loadViews } from './loadViews';

/**
 * The evaluation views of images, without chance: the shorter side resized to S with antialiasing and the centre
 * kept. Otherwise as `loadViews`.
 */
export function loadCenterViews(
  images: ImageFileInfo,
  indices: ArrayLike<number>,
  imageSize: number,
  chunkSize = 256,
): Generator<Float32Array<ArrayBuffer>, void, void> {
  return loadViews(images, indices, { imageSize, chunkSize }, (maker) => maker.centerView());
}
