import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import type { ImageFile } from '../../data/imageFile';
import { paddedBytes, type BatchPart, type ImageStore } from './imageStore';

/** Bytes that are read before they go to the GPU, or those of the largest image. */
const pieceBytes = 16 * 1024 * 1024;

/** Where an image lies. */
interface Place {
  readonly buffer: number;
  readonly offset: number;
}

/** All images of a run in the GPU's memory, in as few buffers as hold them. */
export class ResidentImages implements ImageStore {
  private readonly places = new Map<number, Place>();
  private readonly buffers: readonly TensorInfo[];

  /**
   * Brings the images to the GPU.
   * @param images which ones.
   * @param limit bytes of a buffer at most, a multiple of 4; the largest image has no more.
   * @throws UserError where the images cannot be read.
   */
  constructor(
    private readonly gpu: GpuBackend,
    file: ImageFile,
    images: Iterable<number>,
    limit: number,
  ) {
    const sizes: number[] = [];
    for (const image of images) {
      const bytes = paddedBytes(file.bytes(image));
      if (sizes.length === 0 || (sizes.at(-1) ?? 0) + bytes > limit) sizes.push(0);
      const buffer = sizes.length - 1;
      const offset = sizes[buffer] ?? 0;
      this.places.set(image, { buffer, offset });
      sizes[buffer] = offset + bytes;
    }
    this.buffers = sizes.map((bytes) => gpu.output([bytes / 4]));
    try {
      this.fill(file);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  *parts(images: Int32Array): Generator<BatchPart> {
    for (const [buffer, bytes] of this.buffers.entries()) {
      const places: number[] = [];
      const offsets: number[] = [];
      images.forEach((image, place) => {
        const found = this.places.get(image);
        if (found?.buffer !== buffer) return;
        places.push(place);
        offsets.push(found.offset);
      });
      if (places.length > 0) yield { bytes, places, offsets };
    }
  }

  close(): void {
    for (const { dataId } of this.buffers) this.gpu.disposeData(dataId);
  }

  private fill(file: ImageFile): void {
    const piece = new Uint8Array(Math.max(pieceBytes, paddedBytes(file.maxBytes)));
    let used = 0;
    let target = { buffer: 0, offset: 0 };
    const flush = () => {
      const tensor = this.buffers[target.buffer];
      if (tensor && used > 0) this.gpu.overwrite(tensor, piece.subarray(0, used), target.offset);
      used = 0;
    };
    for (const [image, place] of this.places) {
      const bytes = paddedBytes(file.bytes(image));
      if (place.buffer !== target.buffer || used + bytes > piece.length) flush();
      if (used === 0) target = place;
      file.read(image, piece.subarray(used, used + bytes));
      used += bytes;
    }
    flush();
  }
}
