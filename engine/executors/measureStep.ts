import { dispose, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { heldChunks } from '../augment/heldChunks';
import { splitEvenly } from '../augment/splitEvenly';
import { keepUp } from '../backends/keepUp';
import type { RunConfig } from '../config/runConfig';
import { Learner } from '../train/learner';

/** Steps that are timed, after one that is not. */
const timed = 3;
/** Steps end early once they have taken so long, in seconds: one says enough of what takes that long. */
const enough = 2;

/**
 * Seconds of a training step on the open backend, its views made already: the quickest of three, for others at work on
 * the machine only ever slow it down.
 * @param imageSize side of a view in pixels.
 */
export async function measureStep(config: RunConfig, imageSize: number): Promise<number> {
  const learner = new Learner(config, imageSize, null);
  try {
    let quickest = Infinity;
    let spent = 0;
    for (let step = 0; step <= timed && spent < enough; step++) {
      const began = performance.now();
      await takeStep(learner, config, imageSize);
      const seconds = (performance.now() - began) / 1000;
      spent += seconds;
      if (step > 0 || seconds > enough) quickest = Math.min(quickest, seconds);
    }
    return quickest;
  } finally {
    learner.dispose();
  }
}

async function takeStep(
  learner: Learner,
  { batchSize, microBatch }: RunConfig,
  imageSize: number,
): Promise<void> {
  const chunks = splitEvenly(batchSize, microBatch);
  const views = chunks.map(({ first, end }) => noise(2 * (end - first), imageSize));
  const batch = {
    ...{ epoch: 0, stepInEpoch: 0, indices: new Int32Array(batchSize), chunks },
    ...heldChunks(views),
  };
  const outcome = learner.step(batch, null, 1e-6);
  batch.release();
  await keepUp();
  await outcome.loss.data();
  dispose({ ...outcome });
}

/** Views of which no two are alike: a loss of equal ones may not be finite. */
function noise(count: number, side: number): Tensor4D {
  const values = Float32Array.from(
    { length: count * side * side * 3 },
    (_, at) => ((at * 7919) % 1009) / 1009,
  );
  return tensor4d(values, [count, side, side, 3]);
}
