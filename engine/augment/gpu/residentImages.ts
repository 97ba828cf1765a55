import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import type { ImageFile } from '../../data/imageFile';
import { formatBytes, formatCount } from '../../format/formatNumbers';
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
  private constructor(
    private readonly gpu: GpuBackend,
    private readonly places: ReadonlyMap<number, Place>,
    private readonly buffers: readonly TensorInfo[],
    private readonly bytes: number,
  ) {}

  /**
   * Brings the images to the GPU; null where it has no room for them. As much again has to stay free: what judges the
   * network needs memory of its own from time to time.
   * @param images which ones.
   * @param limit bytes of a buffer at most, a multiple of 4; the largest image has no more.
   * @throws UserError where the images cannot be read.
   */
  static async open(
    gpu: GpuBackend,
    file: ImageFile,
    images: Iterable<number>,
    limit: number,
  ): Promise<ResidentImages | null> {
    const places = new Map<number, Place>();
    const sizes: number[] = [];
    for (const image of images) {
      const bytes = paddedBytes(file.bytes(image));
      if (sizes.length === 0 || (sizes.at(-1) ?? 0) + bytes > limit) sizes.push(0);
      const buffer = sizes.length - 1;
      const offset = sizes[buffer] ?? 0;
      places.set(image, { buffer, offset });
      sizes[buffer] = offset + bytes;
    }
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
    const buffers = await gpu.tryOutputs(
      sizes.map((bytes) => bytes / 4),
      total,
    );
    if (buffers === null) return null;
    const opened = new ResidentImages(gpu, places, buffers, total);
    try {
      await opened.fill(file);
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  }

  get place(): string {
    return `Images: all ${formatCount(this.places.size)} in the GPU's memory (${formatBytes(this.bytes)}).`;
  }

  get remedy(): string {
    return 'the processor prepares them more slowly than the GPU trains: leave it to the run, by closing other programs';
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
    for (const buffer of this.buffers) this.gpu.free(buffer);
  }

  private async fill(file: ImageFile): Promise<void> {
    const piece = new Uint8Array(Math.max(pieceBytes, paddedBytes(file.maxBytes)));
    let used = 0;
    let target = { buffer: 0, offset: 0 };
    const flush = async () => {
      const tensor = this.buffers[target.buffer];
      if (tensor && used > 0) this.gpu.overwrite(tensor, piece.subarray(0, used), target.offset);
      used = 0;
      // Each piece waits in memory until the GPU has it.
      await this.gpu.keepUp();
    };
    for (const [image, place] of this.places) {
      const bytes = paddedBytes(file.bytes(image));
      if (place.buffer !== target.buffer || used + bytes > piece.length) await flush();
      if (used === 0) target = place;
      file.read(image, piece.subarray(used, used + bytes));
      used += bytes;
    }
    await flush();
  }
}
