import { engine, type Tensor4D, type TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import { makeViews } from '../../backends/webgpu/kernels/makeViews';
import { recordWords } from '../../backends/webgpu/shaders/views/views';
import type { ImageFileInfo } from '../../data/dataset';
import { ImageFile } from '../../data/imageFile';
import type { BatchPart, ImageStore } from './imageStore';
import { openImageStore, streamImages, type ImageStoreOptions } from './openImageStore';
import { packSteps } from './packSteps';
import { viewsAtOnce } from './workRoom';

/** What views of batches are made from and in. */
export interface BatchViewsOptions extends ImageStoreOptions {
  readonly images: ImageFileInfo;
  /** Side S of a view in pixels. */
  readonly imageSize: number;
  /** Views of an image. */
  readonly branches: 1 | 2;
  /** Steps of a view at most. */
  readonly steps: number;
  /** Pixels of the largest image that a step works on. */
  readonly room: number;
}

/** An image whose views are to be made, by its number in the split. */
export interface ImageInBatch {
  readonly image: number;
  readonly height: number;
  readonly width: number;
}

/** Makes the views of batches of images on the GPU, by steps that it is given. */
export class BatchViews {
  private readonly file: ImageFile;
  private opened: ImageStore | null = null;
  private readonly work: TensorInfo;
  private readonly records: TensorInfo;
  /** Words of a view in the records: a head and the steps. */
  private readonly wordsPerView: number;
  private readonly words: DataView<ArrayBuffer>;

  /**
   * Opens the images' file; `open` or `stream` comes next.
   * @throws UserError where it cannot be read.
   */
  constructor(
    private readonly gpu: GpuBackend,
    private readonly options: BatchViewsOptions,
  ) {
    const { images, batchSize, branches, steps, room } = options;
    const views = branches * batchSize;
    const atOnce = Math.min(views, viewsAtOnce(gpu, room));
    this.wordsPerView = (steps + 1) * recordWords;
    this.words = new DataView(new ArrayBuffer(4 * views * this.wordsPerView));
    this.file = new ImageFile(images);
    this.work = gpu.output([atOnce, 2, room, 4]);
    this.records = gpu.output([views, this.wordsPerView]);
  }

  /**
   * Brings the images where they are to be: last, so that they take only what everything else has left.
   * @throws UserError as `openImageStore` does.
   */
  async open(): Promise<void> {
    this.opened = await openImageStore(this.gpu, this.file, this.options);
  }

  /**
   * Has the images brought to the GPU with each batch.
   * @param reason why they do not stay there, as half a sentence.
   * @throws UserError as `streamImages` does.
   */
  stream(reason: string): void {
    this.opened = streamImages(this.gpu, this.file, this.options, reason);
  }

  /** Where the images are; null until they are there. */
  get store(): ImageStore | null {
    return this.opened;
  }

  /**
   * Queues the views of a batch.
   * @param stepsOf the steps of a view, as `ViewMaker.draw` returns them; used before the next are asked for.
   * @returns [branches · n, S, S, 3], all of the first branch first; the caller's to dispose of.
   * @throws UserError where the images cannot be read.
   */
  make(indices: Int32Array, stepsOf: (of: ImageInBatch, branch: 0 | 1) => Float64Array): Tensor4D {
    const { gpu, store } = this;
    if (store === null) throw new Error('The images of the views are not there yet.');
    const { imageSize, branches } = this.options;
    const made = gpu.output([branches * indices.length, imageSize, imageSize, 3]);
    const views = engine().makeTensorFromTensorInfo(made, gpu) as Tensor4D;
    try {
      for (const part of store.parts(indices)) this.makePart(part, indices, stepsOf, made);
    } catch (error) {
      views.dispose();
      throw error;
    }
    return views;
  }

  close(): void {
    this.store?.close();
    this.file.close();
    for (const { dataId } of [this.work, this.records]) this.gpu.disposeData(dataId);
  }

  private makePart(
    { bytes, places, offsets }: BatchPart,
    indices: Int32Array,
    stepsOf: (of: ImageInBatch, branch: 0 | 1) => Float64Array,
    views: TensorInfo,
  ): void {
    const { gpu, records, words, wordsPerView, work } = this;
    const { images, branches } = this.options;
    let count = 0;
    for (const [i, place] of places.entries()) {
      const image = indices[place] ?? 0;
      const height = images.index[3 * image + 1] ?? 0;
      const width = images.index[3 * image + 2] ?? 0;
      for (const branch of branches === 2 ? ([0, 1] as const) : ([0] as const)) {
        const steps = stepsOf({ image, height, width }, branch);
        const row = branch * indices.length + place;
        const at = count++ * wordsPerView;
        const head = [row, offsets[i] ?? 0, height, width, steps.length / recordWords];
        head.forEach((word, j) => words.setUint32(4 * (at + j), word, true));
        packSteps(steps, words, at + recordWords);
      }
    }
    gpu.overwrite(records, new Uint8Array(words.buffer, 0, 4 * count * wordsPerView));
    makeViews(gpu, { bytes, records, wordsPerView, work, views, count });
  }
}
