import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import type { ImageFile } from '../../data/imageFile';
import { UserError } from '../../errors';
import { formatBytes, formatCount } from '../../format/formatNumbers';
import type { GpuViewLoaderOptions } from './createGpuViewLoader';
import { paddedBytes, type ImageStore } from './imageStore';
import { ResidentImages } from './residentImages';
import { StreamedImages } from './streamedImages';

/**
 * The images that take part: in the GPU's memory where they take no more than `residentBytes` and there is room for them,
 * else brought there with each batch.
 * @param together images whose views are made one after another.
 * @throws UserError where the images cannot be read, or one is too large for the GPU.
 */
export async function openImageStore(
  gpu: GpuBackend,
  file: ImageFile,
  { only, residentBytes }: Pick<GpuViewLoaderOptions, 'only' | 'residentBytes'>,
  together: number,
): Promise<ImageStore> {
  const { largestBuffer } = gpu;
  const images = only ?? Int32Array.from({ length: file.count }, (_, i) => i);
  const sizes = Float64Array.from(images, (image) => paddedBytes(file.bytes(image))).sort();
  if ((sizes.at(-1) ?? 0) > largestBuffer) {
    throw new UserError('An image takes more memory than the GPU has in one piece: use smaller images.');
  }
  const sum = (bytes: Float64Array) => bytes.reduce((total, each) => total + each, 0);
  const total = sum(sizes);
  const resident =
    total <= residentBytes ? await ResidentImages.open(gpu, file, images, largestBuffer) : null;
  if (resident !== null) return resident;
  const all = `all ${formatCount(images.length)} take ${formatBytes(total)}`;
  const reason =
    total > residentBytes
      ? `${all}, more than the ${formatBytes(residentBytes)} that are set aside for them`
      : `${all}, and the GPU has too little memory free`;
  return new StreamedImages(gpu, file, Math.min(largestBuffer, sum(sizes.subarray(-together))), reason);
}
