import { existsSync, rmSync } from 'node:fs';
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
 * Copies what a run had written when it had come to one of its checkpoints: the metrics up to there and the checkpoint,
 * which is the latest one; and, where the run still has them, the samples, the embeddings up to there and the checkpoint
 * that was the best until then. The run may go on writing meanwhile.
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
  if (!(await copyInto(to.checkpoints, [checkpoint.path])))
    throw new UserError(`${checkpoint.path} has just made room for a later one: choose another checkpoint`);
  for (const { path } of best) await copyInto(to.checkpoints, [path]);
  for (const path of sampleFiles(from)) await copyInto(to.samples, [path]);
  for (const { step: at, path } of listEmbeddings(from.embeddings)) {
    if (at > step) continue;
    const copy = join(to.embeddings, basename(path));
    // A part of them would pass for damaged ones.
    if (!(await copyInto(copy, await filesIn(path)))) rmSync(copy, { recursive: true, force: true });
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

/** The files of a folder, but for those that are being written; none where it has gone. */
async function filesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .map(({ name }) => join(folder, name));
}

/**
 * Copies files into a folder, which is made where there is something to copy, and on to the disk.
 * @returns whether all were there until they were copied.
 */
async function copyInto(folder: string, paths: readonly string[]): Promise<boolean> {
  if (paths.length === 0) return true;
  try {
    makeFolder(folder);
    for (const path of paths) {
      const target = join(folder, basename(path));
      await copyFile(path, target);
      const copy = await open(target, 'r+');
      await copy.sync().finally(() => copy.close());
    }
    return true;
  } catch (error) {
    if (paths.every((path) => existsSync(path))) throw writeError(folder, error);
    return false;
  }
}
