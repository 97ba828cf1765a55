import { concat, slice, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ViewBatch } from '../augment/viewLoader';
import { pairSheet } from '../augment/viewSheet';
import { writeFileAtomic } from '../runs/atomicFile';
import type { PreparedRun } from './preparedRun';

/** Positive pairs on the sheet. */
const pairs = 32;

/** Writes the first positive pairs of a batch, as the network sees them, to the run's `samples/pairs.png`. */
export async function writeSamples(
  { writer, reporter, dataset }: PreparedRun,
  batch: ViewBatch,
): Promise<void> {
  const folder = writer.paths.samples;
  const path = join(folder, 'pairs.png');
  const shown = Math.min(pairs, batch.indices.length);
  const views = tidy(() => {
    const firstViews: Tensor[] = [];
    const secondViews: Tensor[] = [];
    for (const [index, { first, end }] of batch.chunks.entries()) {
      if (first >= shown) break;
      const chunk = batch.tensor(index);
      const count = Math.min(end, shown) - first;
      firstViews.push(slice(chunk, 0, count));
      secondViews.push(slice(chunk, end - first, count));
    }
    return concat([...firstViews, ...secondViews]);
  });
  const png = await pairSheet((await views.data()) as Float32Array, dataset.imageSize, shown);
  views.dispose();
  mkdirSync(folder, { recursive: true });
  writeFileAtomic(path, png);
  reporter.emit({ type: 'samples', path });
}
