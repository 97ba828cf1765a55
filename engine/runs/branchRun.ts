import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { runConfigSchema } from '../config/runConfig';
import { UserError } from '../errors';
import { writeFileAtomic } from './atomicFile';
import { copyHistory } from './branchHistory';
import { checkSameConfig } from './checkpointConfig';
import { latestCheckpoint, readCheckpointOrigin } from './checkpoints';
import type { FoundCheckpoint } from './findCheckpoint';
import type { Run } from './readRun';
import { runName } from './runName';
import { enqueue } from './runQueue';
import type { RunRecord } from './runRecord';
import { UnfinishedFolder } from './unfinishedFolder';

/** Whether going on from a checkpoint is going on with its run: it is the latest one, and there are steps left. */
export function isWhereRunGoesOn({ run: { paths, state }, checkpoint }: FoundCheckpoint): boolean {
  return state !== 'finished' && latestCheckpoint(paths.checkpoints)?.step === checkpoint.step;
}

/**
 * Makes a run of its own that goes on from one of a run's checkpoints, as that run did or would have done: a folder
 * beside the run's with all that it had written by then, in state "stopped". The run itself stays as it is, and may be
 * training meanwhile. It is there as a whole or not at all, whenever the process is killed.
 * @returns the absolute path of the new run's folder.
 * @throws UserError when no step is left after the checkpoint, when the checkpoint is damaged or was written under
 *   another configuration, or when the folder cannot be written.
 */
export function branchRun(from: FoundCheckpoint): Promise<string> {
  return makeBranch(from, 'stopped');
}

/** As `branchRun`, but the run is in state "queued", at the end of its device's queue. */
export async function branchQueuedRun(from: FoundCheckpoint): Promise<string> {
  const folder = await makeBranch(from, 'queued');
  enqueue(dirname(folder), basename(folder), from.run.record.config);
  return folder;
}

async function makeBranch(
  { run, checkpoint }: FoundCheckpoint,
  state: 'stopped' | 'queued',
): Promise<string> {
  const origin = readCheckpointOrigin(checkpoint.path);
  const { step, totalSteps, best } = origin.meta;
  checkSameConfig(run.paths.record, run.record.config, origin);
  if (step >= totalSteps) {
    throw new UserError(
      `${checkpoint.path} is of the run's last step, ${totalSteps}: to train longer, start a new run with more epochs`,
    );
  }
  const created = new Date();
  const config = { ...run.record.config, name: branchName(run, step) };
  const unfinished = UnfinishedFolder.create(dirname(run.paths.folder));
  try {
    const progress = await copyHistory(run.paths, checkpoint, best?.step ?? null, unfinished.paths);
    const record: RunRecord = {
      ...run.record,
      ...{ state, config, progress, best, summary: null, host: hostname() },
      ...{ createdAt: created.toISOString(), updatedAt: created.toISOString() },
      reason: state === 'stopped' ? `it has yet to go on from step ${step} of ${run.id}` : null,
      branchOf: { run: run.id, step },
      study: undefined,
      // When the others came is not known.
      warnings: run.record.warnings.filter(({ kind }) => kind === 'data'),
    };
    writeFileAtomic(unfinished.paths.record, `${JSON.stringify(record, null, 2)}\n`);
    return unfinished.publish(runName(config, created));
  } finally {
    unfinished.abandon();
  }
}

/** "first-try from step 120"; of a branch of a branch it is the last step that counts. */
function branchName({ id, record }: Run, step: number): string {
  const given =
    record.config.name === '' ? id.replace(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_?/, '') : record.config.name;
  const end = ` from step ${step}`;
  const stem = given.replace(/ from step \d+$/, '').slice(0, 80 - end.length);
  const name = `${stem}${end}`;
  return runConfigSchema.shape.name.safeParse(name).success ? name : end.trim();
}
