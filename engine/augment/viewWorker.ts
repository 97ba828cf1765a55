/** A thread that makes views: for every task it claims images of the batch, a few at a time, until none is left. */
import { parentPort, workerData } from 'node:worker_threads';
import { ImageFile } from '../data/imageFile';
import { UserError } from '../errors';
import type { BatchMemory } from './batchMemory';
import { ViewMaker } from './viewMaker';
import type { ViewReport, ViewTask, ViewWorkerData } from './viewWorkerMessages';

/** Images claimed at a time: few, so that all threads end a batch together. */
const claim = 4;

const { compiled, images, imageSize, augment, seed, branches, chunks, batches } =
  workerData as ViewWorkerData;

function report(message: ViewReport): void {
  parentPort?.postMessage(message);
}

/** For each image of a batch, the rows of its first and of its second view. */
const rows = chunks.flatMap(({ first, end }) =>
  Array.from({ length: end - first }, (_, i) => {
    const row = branches * first + i;
    return [row, row + end - first] as const;
  }),
);

/** Makes the views of claimed images, each image read once. */
function help(
  { indices, views, claimed }: BatchMemory,
  epoch: number,
  file: ImageFile,
  maker: ViewMaker,
): void {
  const viewLength = imageSize * imageSize * 3;
  for (;;) {
    const begin = Atomics.add(claimed, 0, claim);
    if (begin >= indices.length) return;
    for (let i = begin; i < Math.min(begin + claim, indices.length); i++) {
      const image = indices[i] ?? 0;
      const [first, second] = rows[i] ?? [0, 0];
      maker.load(images, file, image);
      views.set(maker.view({ epoch, image, branch: 0 }), first * viewLength);
      if (branches === 2) views.set(maker.view({ epoch, image, branch: 1 }), second * viewLength);
    }
  }
}

/** Runs an action; what it throws goes to the loader, which ends the run with it. */
function reporting(action: () => void): void {
  try {
    action();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    report({ error: message, user: error instanceof UserError });
  }
}

reporting(() => {
  const file = new ImageFile(images);
  const maker = new ViewMaker(compiled, imageSize, augment, seed);
  parentPort?.on('message', ({ memory, epoch }: ViewTask) => {
    reporting(() => {
      const batch = batches[memory];
      if (batch) help(batch, epoch, file, maker);
      report({ memory });
    });
  });
});
