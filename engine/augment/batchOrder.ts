import { UserError } from '../errors';
import { PhiloxStream } from '../random/philox';
import { streams } from '../random/streams';

/** Which images make up a training step. */
export interface BatchPlan {
  readonly epoch: number;
  readonly stepInEpoch: number;
  /** Indices of the images. */
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
  /** Which images take part; null for all. */
  private readonly only: Int32Array | null;
  private readonly count: number;
  private readonly steps: number;
  private epoch: number;
  private step: number;
  private order: Int32Array;

  /**
   * @param images which images take part; all of the first so many, where it is a number.
   * @throws UserError where there are fewer of them than one batch takes.
   */
  constructor(
    images: number | Int32Array,
    private readonly batchSize: number,
    private readonly seed: number,
    start: BatchPosition,
  ) {
    this.only = typeof images === 'number' ? null : images;
    this.count = typeof images === 'number' ? images : images.length;
    if (this.count < batchSize) {
      throw new UserError(
        `batchSize (${batchSize}) exceeds the number of training images (${this.count}): choose a smaller batch.`,
      );
    }
    this.steps = Math.floor(this.count / batchSize);
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
    const order = new PhiloxStream(this.seed, streams.shuffle, this.epoch).permutation(this.count);
    const { only } = this;
    return only === null ? order : order.map((place) => only[place] ?? 0);
  }
}
