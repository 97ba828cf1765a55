import { existsSync } from 'node:fs';
import { copyFile, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../errors';
import { writeFileAtomic } from './atomicFile';
import { listCheckpoints, type CheckpointFile } from './checkpoints';
import { listEmbeddings } from './embeddings';
import { writeError } from './fileErrors';
import { GrowingFile } from './growingFile';
import { makeFolder } from './makeFolder';
import type { MetricsLine } from './metricsLine';
import type { RunPaths } from './runPaths';
import { sampleFiles } from './sampleFiles';
import { streamMetrics } from './streamMetrics';

/** Characters of metrics that are written at once. */
const metricsBlock = 1 << 16;

/**
 * Copies what a run had written when it had come to one of its checkpoints: the metrics, samples and embeddings up to
 * there, the checkpoint, which is the latest one, and the best one until then where the run still has it.
 * @param bestStep of the best checkpoint at that time; null where none was judged.
 * @returns the latest value of every metric up to there; null where nothing was logged.
 * @throws UserError when the disk is full, or the checkpoint makes room for others meanwhile.
 */
export async function copyHistory(
  from: RunPaths,
  checkpoint: CheckpointFile,
  bestStep: number | null,
  to: RunPaths,
): Promise<MetricsLine | null> {
  const { step } = checkpoint;
  const best = listCheckpoints(from.checkpoints).filter((file) => file.step === bestStep && bestStep < step);
  await copyInto(to.checkpoints, [checkpoint.path, ...best.map(({ path }) => path)]);
  await copyInto(to.samples, sampleFiles(from));
  for (const { step: at, path } of listEmbeddings(from.embeddings)) {
    if (at <= step) await copyInto(join(to.embeddings, basename(path)), await filesIn(path));
  }
  const progress = await copyMetrics(from.metrics, step, to.metrics);
  writeFileAtomic(join(to.checkpoints, 'latest'), `${basename(checkpoint.path)}\n`);
  return progress;
}

async function copyMetrics(from: string, step: number, to: string): Promise<MetricsLine | null> {
  const file = await GrowingFile.create(to);
  let progress = null as MetricsLine | null;
  let waiting = '';
  try {
    for await (const line of streamMetrics(from)) {
      // The line before the first step is written whenever the first step is about to be taken.
      if (line.step > (step || -1)) break;
      progress = { ...progress, ...line };
      waiting += `${JSON.stringify(line)}\n`;
      if (waiting.length < metricsBlock) continue;
      await file.append(waiting);
      waiting = '';
    }
    await file.append(waiting);
    await file.finish();
    return progress;
  } finally {
    await file.abandon();
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
}

/** Copies files into a folder, which is made where there is something to copy, and on to the disk. */
async function copyInto(folder: string, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  try {
    makeFolder(folder);
    for (const path of paths) {
      const target = join(folder, basename(path));
      await copyFile(path, target);
      const copy = await open(target, 'r+');
      await copy.sync().finally(() => copy.close());
    }
  } catch (error) {
    const gone = paths.find((path) => !existsSync(path));
    if (gone === undefined) throw writeError(folder, error);
    throw new UserError(`${gone} has just made room for a later one: choose another checkpoint`);
  }
}
