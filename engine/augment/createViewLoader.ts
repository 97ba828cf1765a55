import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { Worker } from 'node:worker_threads';
import { assetPath } from '../assets';
import type { AugmentConfig } from '../config/augmentation';
import type { ImageFileInfo } from '../data/dataset';
import { UserError } from '../errors';
import { allocateBatches, type BatchMemory } from './batchMemory';
import { BatchOrder, type BatchPosition } from './batchOrder';
import { splitEvenly, type Chunk } from './splitEvenly';
import type { ViewBatch, ViewLoader } from './viewLoader';
import { compileAugment } from './viewMaker';
import type { ViewReport, ViewTask, ViewWorkerData } from './viewWorkerMessages';

/** What a view loader is made from. */
export interface ViewLoaderOptions {
  readonly images: ImageFileInfo;
  /** Which of the images take part; all unless given. */
  readonly only?: Int32Array;
  /** Views of each image: a pair, or, for learning from labels, the first of the two. */
  readonly branches?: 1 | 2;
  /** Side S of a view in pixels. */
  readonly imageSize: number;
  /** N, images a step. */
  readonly batchSize: number;
  /** Images that are embedded at once, whose views come as a tensor; null or nothing for all of a batch. */
  readonly microBatch?: number | null;
  readonly augment: AugmentConfig;
  /** The run's seed, an unsigned 32-bit integer. */
  readonly seed: number;
  /** Number of threads, at least 1. The views do not depend on it. */
  readonly threads: number;
  /** The first step to deliver; a resumed run begins where it was interrupted. */
  readonly start: BatchPosition;
}

/** A batch on its way from the workers to the trainer. */
interface Slot {
  readonly number: number;
  readonly memory: BatchMemory;
  /** Workers that have not yet reported their part done. */
  unfinished: number;
  epoch: number;
  stepInEpoch: number;
}

interface Request {
  resolve(batch: ViewBatch): void;
  reject(error: Error): void;
}

/**
 * Starts threads that make the views of a run ahead of its trainer, from `start` on. Every epoch takes the images in
 * a new order and leaves out the last ones that do not fill a batch. A view depends on seed, epoch, image and branch
 * alone. Two or three batches are in memory: release each before asking for the one after the next.
 * @throws UserError where there are fewer images than one batch takes, or no memory for two batches.
 */
export function createViewLoader(options: ViewLoaderOptions): ViewLoader {
  return new ThreadedViewLoader(options);
}

class ThreadedViewLoader implements ViewLoader {
  readonly place = null;
  readonly remedy = 'raise device.loaderThreads, or lower device.threads';
  private readonly order: BatchOrder;
  private readonly chunks: readonly Chunk[];
  private readonly branches: number;
  private readonly imageSize: number;
  private readonly workers: readonly Worker[];
  private readonly slots: readonly Slot[];
  /** Batches that are made or ready, in the order of their delivery. */
  private readonly ahead: Slot[] = [];
  private readonly requests: Request[] = [];
  /** Why nothing more is delivered. */
  private end: Error | null = null;
  private ending: Promise<unknown> = Promise.resolve();

  constructor({
    images,
    only,
    imageSize,
    batchSize,
    microBatch = null,
    augment,
    seed,
    threads,
    start,
    branches = 2,
  }: ViewLoaderOptions) {
    this.order = new BatchOrder(only ?? images.count, batchSize, seed, start);
    this.chunks = splitEvenly(batchSize, microBatch);
    this.branches = branches;
    this.imageSize = imageSize;
    const batches = allocateBatches(batchSize, branches, imageSize);
    this.slots = batches.map((memory, number) => ({
      number,
      memory,
      unfinished: 0,
      epoch: 0,
      stepInEpoch: 0,
    }));
    const compiled = compileAugment();
    const { chunks } = this;
    const data: ViewWorkerData = { compiled, images, imageSize, augment, seed, branches, chunks, batches };
    const script = assetPath('viewWorker.js');
    this.workers = Array.from({ length: threads }, () => new Worker(script, { workerData: data }));
    for (const worker of this.workers) {
      worker.on('message', (report: ViewReport) => this.receive(report));
      worker.on('error', (error) => this.stop(error));
      worker.on('exit', () => this.stop(new Error('A thread that makes views ended unexpectedly.')));
    }
    for (const slot of this.slots) this.fill(slot);
  }

  next(): Promise<ViewBatch> {
    const promise = new Promise<ViewBatch>((resolve, reject) => this.requests.push({ resolve, reject }));
    this.deliver();
    return promise;
  }

  async close(): Promise<void> {
    this.stop(new Error('The view loader is closed.'));
    await this.ending;
  }

  /** Has the workers make the next batch in the memory of `slot`. */
  private fill(slot: Slot): void {
    const { epoch, stepInEpoch, indices } = this.order.next();
    slot.epoch = epoch;
    slot.stepInEpoch = stepInEpoch;
    slot.unfinished = this.workers.length;
    slot.memory.indices.set(indices);
    slot.memory.claimed[0] = 0;
    this.ahead.push(slot);
    const task: ViewTask = { memory: slot.number, epoch };
    for (const worker of this.workers) worker.postMessage(task);
  }

  private receive(report: ViewReport): void {
    if ('error' in report) {
      this.stop(report.user ? new UserError(report.error) : new Error(report.error));
      return;
    }
    const slot = this.slots[report.memory];
    if (slot) slot.unfinished--;
    this.deliver();
  }

  /** Answers requests, oldest first, while the batch whose turn it is is ready. */
  private deliver(): void {
    while (this.requests.length > 0) {
      if (this.end) {
        this.requests.shift()?.reject(this.end);
      } else {
        const [slot] = this.ahead;
        if (!slot || slot.unfinished > 0) return;
        this.ahead.shift();
        this.requests.shift()?.resolve(this.batch(slot));
      }
    }
  }

  private batch(slot: Slot): ViewBatch {
    const { epoch, stepInEpoch, memory } = slot;
    let held = true;
    const release = (): void => {
      if (held && !this.end) this.fill(slot);
      held = false;
    };
    const { chunks } = this;
    const tensor = (index: number) => this.tensor(memory, index);
    return { epoch, stepInEpoch, indices: memory.indices, chunks, tensor, release };
  }

  private tensor({ views }: BatchMemory, index: number): Tensor4D {
    const { branches, imageSize } = this;
    const { first = 0, end = 0 } = this.chunks[index] ?? {};
    const length = branches * imageSize * imageSize * 3;
    const rows = views.subarray(first * length, end * length);
    return tensor4d(rows, [branches * (end - first), imageSize, imageSize, 3]);
  }

  /** Ends the threads, even amid a batch, and rejects what is asked for from now on; the first reason stays. */
  private stop(reason: Error): void {
    if (this.end) return;
    this.end = reason;
    this.ending = Promise.all(this.workers.map((worker) => worker.terminate()));
    this.deliver();
  }
}
