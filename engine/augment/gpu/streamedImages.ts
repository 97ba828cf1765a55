import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import type { ImageFile } from '../../data/imageFile';
import { paddedBytes, type BatchPart, type ImageStore } from './imageStore';

/** Images that are brought to the GPU for the batch that they are in, each once. */
export class StreamedImages implements ImageStore {
  private readonly bytes: TensorInfo;
  private readonly memory: Uint8Array<ArrayBuffer>;

  /**
   * @param room bytes of the GPU's memory to use, a multiple of 4; the largest image has no more. A batch that takes more
   * comes in parts.
   * @param reason why they do not stay there, as half a sentence.
   */
  constructor(
    private readonly gpu: GpuBackend,
    private readonly file: ImageFile,
    room: number,
    private readonly reason: string,
  ) {
    this.bytes = gpu.output([room / 4]);
    this.memory = new Uint8Array(room);
  }

  get place(): string {
    return `Images: streamed to the GPU with each batch, because ${this.reason}.`;
  }

  get remedy(): string {
    return "its images are read for each batch: put the runs folder on a faster disk, or lower data.limit until all of them stay in the GPU's memory";
  }

  *parts(images: Int32Array): Generator<BatchPart> {
    const { file, memory } = this;
    let places: number[] = [];
    let offsets: number[] = [];
    let used = 0;
    const part = (): BatchPart => {
      // What the part before is for is in the queue, and done before this is written over it.
      this.gpu.overwrite(this.bytes, memory.subarray(0, used));
      return { bytes: this.bytes, places, offsets };
    };
    for (const [place, image] of images.entries()) {
      const bytes = paddedBytes(file.bytes(image));
      if (used + bytes > memory.length) {
        yield part();
        places = [];
        offsets = [];
        used = 0;
      }
      file.read(image, memory.subarray(used, used + bytes));
      places.push(place);
      offsets.push(used);
      used += bytes;
    }
    yield part();
  }

  close(): void {
    this.gpu.disposeData(this.bytes.dataId);
  }
}
