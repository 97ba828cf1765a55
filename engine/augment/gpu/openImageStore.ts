import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import type { ImageFile } from '../../data/imageFile';
import { UserError } from '../../errors';
import { largestBuffer, paddedBytes, type ImageStore } from './imageStore';
import { ResidentImages } from './residentImages';
import { StreamedImages } from './streamedImages';

/** Which images are wanted, and how. */
export interface ImageStoreOptions {
  /** Positions of those that take part; all of them unless given. */
  readonly only?: Int32Array;
  /** Images a batch at most. */
  readonly batchSize: number;
  /** Bytes of the GPU's memory that images may take for good; where they are more, those of a batch come with it. */
  readonly residentBytes: number;
}

/**
 * The images that take part, in the GPU's memory where they take no more than `residentBytes`.
 * @throws UserError where the images cannot be read, or one is too large for the GPU.
 */
export function openImageStore(
  gpu: GpuBackend,
  file: ImageFile,
  { only, batchSize, residentBytes }: ImageStoreOptions,
): ImageStore {
  const limit = largestBuffer(gpu);
  const images = only ?? Int32Array.from({ length: file.count }, (_, i) => i);
  const sizes = Float64Array.from(images, (image) => paddedBytes(file.bytes(image))).sort();
  if ((sizes.at(-1) ?? 0) > limit) {
    throw new UserError('An image takes more memory than the GPU has in one piece: use smaller images.');
  }
  const sum = (bytes: Float64Array) => bytes.reduce((total, each) => total + each, 0);
  if (sum(sizes) <= residentBytes) return new ResidentImages(gpu, file, images, limit);
  return new StreamedImages(gpu, file, Math.min(limit, sum(sizes.subarray(-batchSize))));
}
