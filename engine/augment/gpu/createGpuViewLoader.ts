import { setImmediate } from 'node:timers/promises';
import { dispose, engine, type Tensor4D, type TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import { makeViews } from '../../backends/webgpu/kernels/makeViews';
import { recordWords } from '../../backends/webgpu/shaders/views/views';
import { ImageFile } from '../../data/imageFile';
import { UserError } from '../../errors';
import { BatchOrder, type BatchPlan } from '../batchOrder';
import type { ViewLoaderOptions } from '../createViewLoader';
import { splitEvenly, type Chunk } from '../splitEvenly';
import type { ViewBatch, ViewLoader } from '../viewLoader';
import { compileAugment, ViewMaker } from '../viewMaker';
import type { BatchPart, ImageStore } from './imageStore';
import { openImageStore } from './openImageStore';
import { packSteps } from './packSteps';
import { viewsAtOnce, workRoom } from './workRoom';

/** What a view loader on the GPU is made from. */
export interface GpuViewLoaderOptions extends Omit<ViewLoaderOptions, 'threads'> {
  /** Bytes of the GPU's memory that images may take for good; where they are more, those of a batch come with it. */
  readonly residentBytes: number;
}

/**
 * Makes the views of a run on the GPU: the batches of `createViewLoader`, of the very steps that are drawn there. To draw
 * them takes about a microsecond a view, so that it is done when a batch is asked for, ahead of a GPU that is busy with the
 * steps before.
 * @throws UserError where there are fewer images than one batch takes, the images cannot be read, or what is embedded at
 * once is too large for the GPU.
 */
export async function createGpuViewLoader(
  gpu: GpuBackend,
  options: GpuViewLoaderOptions,
): Promise<ViewLoader> {
  const { images, only, batchSize, seed, start } = options;
  const order = new BatchOrder(only ?? images.count, batchSize, seed, start);
  checkViewsFit(gpu, options);
  const loader = new GpuViewLoader(gpu, options, order);
  try {
    await loader.open();
  } catch (error) {
    await loader.close();
    throw error;
  }
  return loader;
}

/** @throws UserError where the device takes no tensor of all the views of a chunk. */
function checkViewsFit(gpu: GpuBackend, options: GpuViewLoaderOptions): void {
  const { branches = 2, imageSize } = options;
  const together = mostTogether(options);
  if (branches * together * imageSize * imageSize * 3 * 4 <= gpu.largestBuffer) return;
  const smaller = branches === 2 ? 'batchSize, microBatch' : 'batchSize';
  throw new UserError(
    `${together} × ${branches} views of ${imageSize} pixels are more than the GPU takes at once: choose a smaller ${smaller} or data.imageSize.`,
  );
}

/** Images of the largest chunk. */
function mostTogether({
  batchSize,
  microBatch,
}: Pick<GpuViewLoaderOptions, 'batchSize' | 'microBatch'>): number {
  return Math.max(...splitEvenly(batchSize, microBatch ?? null).map(({ first, end }) => end - first));
}

class GpuViewLoader implements ViewLoader {
  private readonly branches: readonly (0 | 1)[];
  private readonly chunks: readonly Chunk[];
  private readonly maker: ViewMaker;
  private readonly file: ImageFile;
  private store: ImageStore | null = null;
  private readonly work: TensorInfo;
  private readonly records: TensorInfo;
  /** Words of a view in the records. */
  private readonly wordsPerView: number;
  private readonly words: DataView<ArrayBuffer>;
  private closed = false;

  constructor(
    private readonly gpu: GpuBackend,
    private readonly options: GpuViewLoaderOptions,
    private readonly order: BatchOrder,
  ) {
    const { images, imageSize, batchSize, microBatch = null, augment, seed, branches = 2 } = options;
    this.branches = branches === 2 ? [0, 1] : [0];
    this.maker = new ViewMaker(compileAugment(), imageSize, augment, seed);
    this.chunks = splitEvenly(batchSize, microBatch);
    const views = branches * mostTogether(options);
    const room = workRoom(options);
    const atOnce = Math.min(views, viewsAtOnce(gpu, room));
    const longest = Math.max(augment.transforms.length, augment.secondBranch?.length ?? 0);
    // A head, and the resize before the transformations where none of them is a crop.
    this.wordsPerView = (longest + 2) * recordWords;
    this.words = new DataView(new ArrayBuffer(4 * views * this.wordsPerView));
    this.file = new ImageFile(images);
    this.work = gpu.output([atOnce, 2, room, 4]);
    this.records = gpu.output([views, this.wordsPerView]);
  }

  /** Brings the images where they are to be: last, so that they take only what everything else has left. */
  async open(): Promise<void> {
    this.store = await openImageStore(this.gpu, this.file, this.options, mostTogether(this.options));
  }

  get place(): string | null {
    return this.store?.place ?? null;
  }

  get remedy(): string {
    return this.store?.remedy ?? '';
  }

  async next(): Promise<ViewBatch> {
    // Nothing here waits: without a turn of its own, what is asked of a run from outside would wait for it to read numbers.
    await setImmediate();
    const { chunks, store } = this;
    if (this.closed || store === null) throw new Error('The view loader is closed.');
    const plan = this.order.next();
    const views: Tensor4D[] = [];
    const release = () => dispose(views);
    try {
      for (const chunk of chunks) views.push(this.makeChunk(store, plan, chunk));
    } catch (error) {
      release();
      throw error;
    }
    const tensor = (index: number): Tensor4D => {
      const found = views[index];
      if (!found) throw new Error('A batch has no such chunk.');
      return found.clone();
    };
    return { ...plan, chunks, tensor, release };
  }

  close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.store?.close();
      this.file.close();
      for (const { dataId } of [this.work, this.records]) this.gpu.disposeData(dataId);
    }
    return Promise.resolve();
  }

  /** Queues the views of a chunk. */
  private makeChunk(store: ImageStore, { epoch, indices }: BatchPlan, { first, end }: Chunk): Tensor4D {
    const { gpu, branches } = this;
    const { imageSize } = this.options;
    const made = gpu.output([branches.length * (end - first), imageSize, imageSize, 3]);
    const views = engine().makeTensorFromTensorInfo(made, gpu) as Tensor4D;
    const images = indices.subarray(first, end);
    try {
      for (const part of store.parts(images)) this.make(part, epoch, images, made);
    } catch (error) {
      views.dispose();
      throw error;
    }
    return views;
  }

  /** Queues the views of the images of a part. */
  private make({ bytes, places, offsets }: BatchPart, epoch: number, indices: Int32Array, views: TensorInfo) {
    const { gpu, records, words, wordsPerView, work, branches, maker } = this;
    const { index } = this.options.images;
    let count = 0;
    for (const [i, place] of places.entries()) {
      const image = indices[place] ?? 0;
      const height = index[3 * image + 1] ?? 0;
      const width = index[3 * image + 2] ?? 0;
      for (const branch of branches) {
        const steps = maker.draw({ epoch, image, branch }, height, width);
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
