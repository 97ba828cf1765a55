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
  const png = await pairSheet(batch.views, dataset.imageSize, pairs);
  mkdirSync(folder, { recursive: true });
  writeFileAtomic(path, png);
  reporter.emit({ type: 'samples', path });
}
