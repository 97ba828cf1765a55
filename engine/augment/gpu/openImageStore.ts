import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import type { ImageFile } from '../../data/imageFile';
import { UserError } from '../../errors';
import { formatBytes, formatCount } from '../../format/formatNumbers';
import { paddedBytes, type ImageStore } from './imageStore';
import { ResidentImages } from './residentImages';
import { StreamedImages } from './streamedImages';

/** Which images are wanted, and how many at once. */
interface WantedImages {
  /** Positions of those that take part; all of them unless given. */
  readonly only?: Int32Array;
  /** Images a batch at most. */
  readonly batchSize: number;
}

/** Which images are wanted, and where they may be. */
export interface ImageStoreOptions extends WantedImages {
  /** Bytes of the GPU's memory that images may take for good; where they are more, those of a batch come with it. */
  readonly residentBytes: number;
}

/**
 * The images that take part: in the GPU's memory where they take no more than `residentBytes` and there is room for them,
 * else brought there with each batch.
 * @param together images whose views are made one after another.
 * @throws UserError where the images cannot be read, or one is too large for the GPU.
 */
export async function openImageStore(
  gpu: GpuBackend,
  file: ImageFile,
  { residentBytes, ...wanted }: ImageStoreOptions,
): Promise<ImageStore> {
  const { images, total } = measure(gpu, file, wanted);
  const resident =
    total <= residentBytes ? await ResidentImages.open(gpu, file, images, gpu.largestBuffer) : null;
  if (resident !== null) return resident;
  const all = `all ${formatCount(images.length)} take ${formatBytes(total)}`;
  const reason =
    total > residentBytes
      ? `${all}, more than the ${formatBytes(residentBytes)} that are set aside for them`
      : `${all}, and the GPU has too little memory free`;
  return streamImages(gpu, file, wanted, reason);
}

/**
 * The images that take part, brought to the GPU with each batch.
 * @param reason as `StreamedImages` takes it.
 * @throws UserError where one is too large for the GPU.
 */
export function streamImages(
  gpu: GpuBackend,
  file: ImageFile,
  wanted: WantedImages,
  reason: string,
): ImageStore {
  const { ofBatch } = measure(gpu, file, wanted);
  return new StreamedImages(gpu, file, Math.min(gpu.largestBuffer, ofBatch), reason);
}

/** Which images take part, and the bytes that all of them and the largest batch of them take. */
function measure(gpu: GpuBackend, file: ImageFile, { only, batchSize }: WantedImages) {
  const images = only ?? Int32Array.from({ length: file.count }, (_, i) => i);
  const sizes = Float64Array.from(images, (image) => paddedBytes(file.bytes(image))).sort();
  if ((sizes.at(-1) ?? 0) > gpu.largestBuffer) {
    throw new UserError('An image takes more memory than the GPU has in one piece: use smaller images.');
  }
  const sum = (bytes: Float64Array) => bytes.reduce((total, each) => total + each, 0);
  return { images, total: sum(sizes), ofBatch: sum(sizes.subarray(-batchSize)) };
}
