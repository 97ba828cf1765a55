import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { OpenHooks } from '../../data/progress';
import { writeStreamAtomic } from '../../runs/atomicStream';
import { removeFreshOnFailure } from '../../runs/removeFreshOnFailure';
import { metricKeys, type MetricsLine } from '../../runs/metricsLine';
import type { Run } from '../../runs/readRun';
import { sampleFiles } from '../../runs/sampleFiles';
import { streamMetrics } from '../../runs/streamMetrics';
import { imageEvent, scalarEvent, versionEvent } from './event';
import { exportProjector } from './exportProjector';
import { record } from './record';

/** What was written for TensorBoard. */
export interface TensorboardExport {
  /** The event file. */
  readonly events: string;
  /** Numbers that were logged. */
  readonly scalars: number;
  readonly images: number;
  /** Step of the embeddings; null where the run has kept none. */
  readonly embeddings: number | null;
  /** What is missing and why, a sentence each. */
  readonly warnings: readonly string[];
}

/** Every metric but those that say when. */
const tags = metricKeys.filter((key) => key !== 'step' && key !== 'epoch' && key !== 'time');

/**
 * Writes a run as TensorBoard reads it into `folder`, a log directory of its own: an event file with every metric under
 * its own name and the positive pairs, and the last embeddings for the projector. A time is that of the run's start and
 * the seconds trained since, pauses left out. Done again it replaces what it wrote before.
 * @throws UserError when the disk is full or the folder is not writable; @throws the signal's reason when it aborts. A
 *   folder that was not there before is gone then.
 */
export async function exportTensorboard(
  run: Run,
  folder: string,
  hooks: OpenHooks = {},
): Promise<TensorboardExport> {
  const { record: runRecord, paths } = run;
  const start = Date.parse(runRecord.createdAt) / 1000;
  // The name holds the time that TensorBoard sorts files by; the same run gives the same name.
  const events = join(folder, `events.out.tfevents.${Math.floor(start)}.simclr`);
  const counts = { scalars: 0, images: 0 };

  async function* parts(): AsyncGenerator<Uint8Array, void, void> {
    yield record(versionEvent(start));
    for (const path of sampleFiles(paths)) {
      counts.images++;
      yield record(await pictureEvent(path, start));
    }
    for await (const line of streamMetrics(paths.metrics)) {
      hooks.signal?.throwIfAborted();
      const values = valuesOf(line);
      if (values.length === 0) continue;
      counts.scalars += values.length;
      yield record(scalarEvent({ wallTime: start + line.time, step: line.step }, values));
    }
  }

  return removeFreshOnFailure(folder, async () => {
    await writeStreamAtomic(events, parts());
    const projector = await exportProjector(run, folder, hooks);
    return { events, ...counts, embeddings: projector.step, warnings: projector.warnings };
  });
}

function valuesOf(line: MetricsLine): [string, number][] {
  return tags.flatMap((tag) => {
    const value = line[tag];
    return value === undefined ? [] : [[tag, value]];
  });
}

/** The pairs are those of the first step. */
async function pictureEvent(path: string, wallTime: number): Promise<Uint8Array> {
  const png = await readFile(path);
  const { width, height } = await sharp(png).metadata();
  return imageEvent({ wallTime, step: 1 }, `samples/${basename(path, '.png')}`, { png, width, height });
}
