import { PhiloxStream } from '../random/philox';
import { streams } from '../random/streams';

/** Which images make up a training step. */
export interface BatchPlan {
  readonly epoch: number;
  readonly stepInEpoch: number;
  /** Indices of the images, valid until the next epoch begins. */
  readonly indices: Int32Array;
}

/** Where a run stands: the next step to do. */
export interface BatchPosition {
  readonly epoch: number;
  readonly stepInEpoch: number;
}

/**
 * The images of every training step: each epoch takes all images in an order of its own, which depends on the seed
 * and the epoch alone, and drops those that do not fill a batch.
 */
export class BatchOrder {
  private readonly steps: number;
  private epoch: number;
  private step: number;
  private order: Int32Array;

  /** @param count number of images, at least `batchSize`. */
  constructor(
    private readonly count: number,
    private readonly batchSize: number,
    private readonly seed: number,
    start: BatchPosition,
  ) {
    this.steps = Math.floor(count / batchSize);
    this.epoch = start.epoch;
    this.step = start.stepInEpoch;
    this.order = this.shuffle();
  }

  /** The next step's images. */
  next(): BatchPlan {
    if (this.step >= this.steps) {
      this.epoch++;
      this.step = 0;
      this.order = this.shuffle();
    }
    const begin = this.step * this.batchSize;
    const indices = this.order.subarray(begin, begin + this.batchSize);
    return { epoch: this.epoch, stepInEpoch: this.step++, indices };
  }

  private shuffle(): Int32Array {
    return new PhiloxStream(this.seed, streams.shuffle, this.epoch).permutation(this.count);
  }
}
