import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { UserError } from '../errors';
import { checkpointStep, latestCheckpoint, listCheckpoints, type CheckpointFile } from './checkpoints';
import { findRun } from './listRuns';
import { readRun, type Run } from './readRun';

/** A checkpoint and the run that it is of. */
export interface FoundCheckpoint {
  readonly run: Run;
  readonly checkpoint: CheckpointFile;
}

/**
 * The checkpoint that a person means.
 * @param what a run as `findRun` takes it, or the path of a checkpoint in a run's folder.
 * @param which of the run's: "latest", "best" (by the linear probe on h), or a step. A checkpoint's path needs none.
 * @throws UserError when there is no such run or checkpoint.
 */
export function findCheckpoint(runsFolder: string, what: string, which = 'latest'): FoundCheckpoint {
  if (what.endsWith('.safetensors')) return checkpointAt(resolve(what));
  const run = findRun(runsFolder, what);
  return { run, checkpoint: checkpointOf(run, which) };
}

function checkpointAt(path: string): FoundCheckpoint {
  const step = checkpointStep(basename(path));
  const folder = dirname(path);
  if (step === null || basename(folder) !== 'checkpoints') {
    throw new UserError(
      `${path} is not in the folder "checkpoints" of a run: give the run, or the checkpoint where the run wrote it`,
    );
  }
  if (!existsSync(path)) throw new UserError(`${path} does not exist`);
  return { run: readRun(dirname(folder)), checkpoint: { step, path } };
}

function checkpointOf({ id, paths, record }: Run, which: string): CheckpointFile {
  const all = listCheckpoints(paths.checkpoints);
  if (all.length === 0) throw new UserError(`${id} has no checkpoint yet: wait for its first epoch`);
  if (which === 'latest') {
    const latest = latestCheckpoint(paths.checkpoints);
    return all.find(({ step }) => step === latest?.step) ?? all[all.length - 1] ?? none(id, which, all);
  }
  if (which === 'best') {
    if (record.best === null) {
      throw new UserError(`${id} has no best checkpoint: its linear probe has not been judged; use "latest"`);
    }
    return all.find(({ step }) => step === record.best?.step) ?? none(id, which, all);
  }
  if (!/^\d+$/.test(which)) {
    throw new UserError(`"${which}" is no checkpoint: use "latest", "best" or the number of a step`);
  }
  return all.find(({ step }) => step === Number(which)) ?? none(id, `step ${which}`, all);
}

function none(id: string, which: string, all: readonly CheckpointFile[]): never {
  const steps = all.map(({ step }) => step).join(', ');
  throw new UserError(`${id} does not keep the checkpoint "${which}": there are those of step ${steps}`);
}
