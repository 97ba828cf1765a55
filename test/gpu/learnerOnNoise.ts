import * as tf from '@tensorflow/tfjs-core';
import { runConfigSchema, type RunConfigInput } from '../../engine/config/runConfig';
import { PhiloxStream } from '../../engine/random/philox';
import { Learner } from '../../engine/train/learner';
import { inChunks } from '../engine/train/inChunks';

/** Images of a batch, and their side in pixels. */
export interface Batch {
  readonly side: number;
  readonly images: number;
}

/** A learner of ten classes. */
export function learnerOf(config: RunConfigInput, { side }: Batch): Learner {
  return new Learner(runConfigSchema.parse(config), side, 10);
}

/**
 * A step on noise, the same for every backend; what it found is read, where anything computes.
 * @param number of the step; NaN for one on views that are no numbers.
 */
export async function step(
  learner: Learner,
  { side, images }: Batch,
  number: number,
  read: boolean,
): Promise<number[]> {
  const stream = new PhiloxStream(7, Number.isNaN(number) ? 0 : number);
  const views = Float32Array.from({ length: 2 * images * side * side * 3 }, () =>
    Number.isNaN(number) ? NaN : stream.uniform(),
  );
  const indices = Int32Array.from({ length: images }, (_, i) => i);
  const all = tf.tensor4d(views, [2 * images, side, side, 3]);
  const batch = {
    ...{ epoch: 0, stepInEpoch: number, indices, release: () => all.dispose() },
    ...inChunks(all, null),
  };
  const outcome = learner.step(
    batch,
    indices.map((i) => (i % 11) - 1),
    0.1,
  );
  batch.release();
  const { loss, contrastiveAccuracy, gradientNorm } = outcome;
  const values: number[] = [];
  if (read)
    for (const each of [loss, contrastiveAccuracy, gradientNorm]) values.push((await each.data())[0] ?? NaN);
  tf.dispose({ ...outcome });
  return values;
}
