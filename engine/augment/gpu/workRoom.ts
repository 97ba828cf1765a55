import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import { UserError } from '../../errors';
import { worksOnWholeImages } from '../viewMaker';
import type { GpuViewLoaderOptions } from './createGpuViewLoader';

/** Memory for views on their way, in bytes, or that of one: some hundred of 224 pixels, enough to keep a GPU busy. */
const workBytes = 256 * 1024 * 1024;

/** Pixels of the largest image that T works on: a view, or an image as it is read where something comes before the crop. */
export function workRoom({ images, only, imageSize, augment }: GpuViewLoaderOptions): number {
  const lists = [augment.transforms, augment.secondBranch ?? []];
  let room = imageSize * imageSize;
  if (!lists.some(worksOnWholeImages)) return room;
  const { index } = images;
  const consider = (image: number) => {
    room = Math.max(room, (index[3 * image + 1] ?? 0) * (index[3 * image + 2] ?? 0));
  };
  if (only) only.forEach(consider);
  else for (let image = 0; image < images.count; image++) consider(image);
  return room;
}

/**
 * How many views are made at a time.
 * @param room pixels of each of a view's two places.
 * @throws UserError where the GPU has no memory for one.
 */
export function viewsAtOnce(gpu: GpuBackend, room: number): number {
  const bytes = 2 * room * 4 * 4;
  const { largestBuffer } = gpu;
  if (bytes > largestBuffer) {
    throw new UserError(
      `The GPU has no memory to augment an image of ${room} pixels: put the crop first in augment.transforms, or use smaller images.`,
    );
  }
  return Math.max(1, Math.floor(Math.min(workBytes, largestBuffer) / bytes));
}
