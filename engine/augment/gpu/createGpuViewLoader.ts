import { setImmediate } from 'node:timers/promises';
import { dispose, type Tensor4D } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../../backends/webgpu/gpuBackend';
import { UserError } from '../../errors';
import { BatchOrder, type BatchPlan } from '../batchOrder';
import type { ViewLoaderOptions } from '../createViewLoader';
import { heldChunks } from '../heldChunks';
import { splitEvenly, type Chunk } from '../splitEvenly';
import type { ViewBatch, ViewLoader } from '../viewLoader';
import { compileAugment, ViewMaker } from '../viewMaker';
import { BatchViews } from './batchViews';
import type { ImageStoreOptions } from './openImageStore';
import { workRoom } from './workRoom';

/** What a view loader on the GPU is made from. */
export type GpuViewLoaderOptions = Omit<ViewLoaderOptions, 'threads'> &
  Pick<ImageStoreOptions, 'residentBytes'>;

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
  private readonly chunks: readonly Chunk[];
  private readonly maker: ViewMaker;
  private readonly views: BatchViews;
  private closed = false;

  constructor(
    gpu: GpuBackend,
    options: GpuViewLoaderOptions,
    private readonly order: BatchOrder,
  ) {
    const { imageSize, batchSize, microBatch = null, augment, seed, branches = 2 } = options;
    this.maker = new ViewMaker(compileAugment(), imageSize, augment, seed);
    this.chunks = splitEvenly(batchSize, microBatch);
    const longest = Math.max(augment.transforms.length, augment.secondBranch?.length ?? 0);
    // One more for the resize before the transformations where none of them is a crop.
    this.views = new BatchViews(gpu, {
      ...{ ...options, branches, batchSize: mostTogether(options) },
      ...{ steps: longest + 1, room: workRoom(options) },
    });
  }

  /** Brings the images where they are to be: last, so that they take only what everything else has left. */
  open(): Promise<void> {
    return this.views.open();
  }

  get place(): string | null {
    return this.views.store?.place ?? null;
  }

  get remedy(): string {
    return this.views.store?.remedy ?? '';
  }

  async next(): Promise<ViewBatch> {
    // Nothing here waits: without a turn of its own, what is asked of a run from outside would wait for it to read numbers.
    await setImmediate();
    const { chunks } = this;
    if (this.closed) throw new Error('The view loader is closed.');
    const plan = this.order.next();
    const views: Tensor4D[] = [];
    try {
      for (const chunk of chunks) views.push(this.makeChunk(plan, chunk));
    } catch (error) {
      dispose(views);
      throw error;
    }
    return { ...plan, chunks, ...heldChunks(views) };
  }

  close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.views.close();
    }
    return Promise.resolve();
  }

  /** Queues the views of a chunk. */
  private makeChunk({ epoch, indices }: BatchPlan, { first, end }: Chunk): Tensor4D {
    return this.views.make(indices.subarray(first, end), ({ image, height, width }, branch) =>
      this.maker.draw({ epoch, image, branch }, height, width),
    );
  }
}
